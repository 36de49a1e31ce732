-- Roles are names and documents that deployment tools read back: nothing is allowed or denied by them.
CREATE TABLE iam_roles (
  role_name VARCHAR(64) NOT NULL,
  role_path VARCHAR(512) NOT NULL,
  role_id VARCHAR(32) NOT NULL,
  description VARCHAR(1000),
  assume_role_policy TEXT NOT NULL,
  max_session_seconds INTEGER NOT NULL,
  permissions_boundary VARCHAR(2048),
  creation_date TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (role_name)
);

CREATE TABLE iam_role_policies (
  role_name VARCHAR(64) NOT NULL REFERENCES iam_roles (role_name),
  policy_name VARCHAR(128) NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (role_name, policy_name)
);

CREATE TABLE iam_role_attachments (
  role_name VARCHAR(64) NOT NULL REFERENCES iam_roles (role_name),
  policy_arn VARCHAR(2048) NOT NULL,
  PRIMARY KEY (role_name, policy_arn)
);

-- Log groups that somebody created; others exist by having records.
CREATE TABLE log_groups (
  log_group_name VARCHAR(512) NOT NULL,
  retention_days INTEGER,
  creation_date TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (log_group_name)
);
