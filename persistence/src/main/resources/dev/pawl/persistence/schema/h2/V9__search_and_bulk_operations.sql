-- What executions of a machine are searched by: JSON, null = nothing. It is pinned by each start.
ALTER TABLE state_machines ADD COLUMN indexed_attributes TEXT;

CREATE INDEX executions_by_status ON executions (status, start_date DESC, execution_arn DESC);
CREATE INDEX executions_by_name ON executions (name);

-- One row for each indexed attribute of an execution that has a value, written in the transaction of the journal row that gives
-- it. A value sorts as text, behind the letter of its type; it is never longer than 258 characters.
CREATE TABLE execution_attributes (
  execution_arn VARCHAR(512) NOT NULL,
  attribute VARCHAR(64) NOT NULL,
  attribute_value VARCHAR(300) NOT NULL,
  truncated BOOLEAN NOT NULL,
  start_date TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (execution_arn, attribute)
);

CREATE INDEX execution_attributes_by_value
  ON execution_attributes (attribute, attribute_value, start_date DESC, execution_arn DESC);

-- Operations on all executions that a query finds. Whoever works on one holds its lease; version is compared and set.
CREATE TABLE bulk_operations (
  bulk_operation_id VARCHAR(64) NOT NULL PRIMARY KEY,
  action VARCHAR(32) NOT NULL,
  query TEXT NOT NULL,
  parameters TEXT NOT NULL,
  dry_run BOOLEAN NOT NULL,
  max_per_second INTEGER NOT NULL,
  status VARCHAR(16) NOT NULL,
  start_date TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  stop_date TIMESTAMP(6) WITH TIME ZONE,
  -- Where the next page begins, and the page that is being worked on: it is done again after a crash.
  next_token TEXT,
  page TEXT,
  matched BIGINT NOT NULL,
  succeeded BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  last_refusal TEXT,
  lease_owner VARCHAR(128),
  lease_until TIMESTAMP(6) WITH TIME ZONE,
  version BIGINT NOT NULL
);

CREATE INDEX bulk_operations_by_status ON bulk_operations (status, start_date DESC);
CREATE INDEX bulk_operations_by_start ON bulk_operations (start_date DESC, bulk_operation_id DESC);
