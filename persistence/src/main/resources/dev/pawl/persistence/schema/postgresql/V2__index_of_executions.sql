-- A decision that changes none of the indexed columns touches no index (HOT), if its page has room.
ALTER TABLE executions SET (fillfactor = 80);

CREATE INDEX executions_by_machine ON executions (state_machine_arn, status, start_date DESC);
-- A hot execution keeps its timers in memory; only sleeping ones are looked for by time.
CREATE INDEX executions_by_wake_at ON executions (wake_at) WHERE owner IS NULL AND wake_at IS NOT NULL;
CREATE INDEX executions_by_owner ON executions (owner) WHERE owner IS NOT NULL;
CREATE INDEX executions_by_stop_date ON executions (stop_date) WHERE stop_date IS NOT NULL;
-- Payloads are small and CBOR; offers come and go.
ALTER TABLE activity_offers SET (autovacuum_vacuum_scale_factor = 0.05);
