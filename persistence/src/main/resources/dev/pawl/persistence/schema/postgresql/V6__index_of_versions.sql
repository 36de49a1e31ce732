CREATE INDEX executions_by_version ON executions (state_machine_version_arn, status, start_date DESC)
  WHERE state_machine_version_arn IS NOT NULL;
CREATE INDEX executions_by_alias ON executions (state_machine_alias_arn, status, start_date DESC)
  WHERE state_machine_alias_arn IS NOT NULL;
