-- A Map Run has a row in `executions` like any execution, under its own ARN; its state_machine_arn is the ARN of the execution
-- that it works for. So it is fenced, found, woken and let go of in the same way.

-- The children of Map Runs, written when they start.
CREATE TABLE map_run_children (
  map_run_arn VARCHAR(512) NOT NULL,
  child_index BIGINT NOT NULL,
  execution_arn VARCHAR(512) NOT NULL,
  items INTEGER NOT NULL,
  PRIMARY KEY (map_run_arn, child_index)
);
