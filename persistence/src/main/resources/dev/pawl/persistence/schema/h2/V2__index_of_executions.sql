-- H2 has no partial indexes, and sorts by an index only when it holds every column of the order. Its nulls come first: a query for
-- what is not null must say where to begin.
CREATE INDEX executions_by_machine ON executions (state_machine_arn, status, start_date DESC, execution_arn DESC);
CREATE INDEX executions_by_wake_at ON executions (owner, wake_at);
CREATE INDEX executions_by_owner ON executions (owner, execution_arn);
CREATE INDEX executions_by_stop_date ON executions (stop_date);
