-- The ARN of an execution, at the end of an index that is written with almost every row, was a tenth of all that was written.
-- PostgreSQL sorts the few that share a time as it reads them.
DROP INDEX activity_offers_by_activity;
CREATE INDEX activity_offers_by_activity ON activity_offers (activity_arn, offered_at);

DROP INDEX executions_by_status;
CREATE INDEX executions_by_status ON executions (status, start_date DESC);
