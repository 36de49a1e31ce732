-- The number of the version published last: numbers are never given twice.
ALTER TABLE state_machines ADD COLUMN last_version INTEGER DEFAULT 0 NOT NULL;

-- What a machine was when it was published. revision_id is null for the revision it was created with.
CREATE TABLE state_machine_versions (
  state_machine_arn VARCHAR(512) NOT NULL,
  version INTEGER NOT NULL,
  revision_id VARCHAR(64),
  description VARCHAR(1024),
  role_arn VARCHAR(512) NOT NULL,
  definition_hash VARCHAR(64) NOT NULL REFERENCES definitions (definition_hash),
  creation_date TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  logging_configuration TEXT,
  tracing_configuration TEXT,
  encryption_configuration TEXT,
  PRIMARY KEY (state_machine_arn, version)
);

CREATE INDEX state_machine_versions_by_definition ON state_machine_versions (definition_hash);

-- A name for one version, or for two of which each is taken by its weight.
CREATE TABLE state_machine_aliases (
  state_machine_arn VARCHAR(512) NOT NULL,
  name VARCHAR(80) NOT NULL,
  description VARCHAR(1024),
  version INTEGER NOT NULL,
  weight INTEGER NOT NULL,
  other_version INTEGER,
  other_weight INTEGER,
  creation_date TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  update_date TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (state_machine_arn, name)
);

-- By which version and alias an execution was started; how often, and when last, it was redriven.
ALTER TABLE executions ADD COLUMN state_machine_version_arn VARCHAR(512);
ALTER TABLE executions ADD COLUMN state_machine_alias_arn VARCHAR(512);
ALTER TABLE executions ADD COLUMN redrive_count INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE executions ADD COLUMN redrive_date TIMESTAMP(6) WITH TIME ZONE;
