-- H2 sorts by an index only when it holds every column of the order.
CREATE INDEX executions_by_machine ON executions (state_machine_arn, status, start_date DESC, execution_arn DESC);
CREATE INDEX executions_by_wake_at ON executions (wake_at);
CREATE INDEX executions_by_owner ON executions (owner);
CREATE INDEX executions_by_stop_date ON executions (stop_date);
