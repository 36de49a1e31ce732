-- One row a machine that was ever paused. Executions that stand still because of it are parked at a time that stands for the
-- machine, far in the future, so that they are found by the index of wake_at when it goes on.
CREATE TABLE state_machine_pauses (
  state_machine_arn VARCHAR(512) NOT NULL PRIMARY KEY,
  -- Counts the pauses: whoever knows of a later one knows better.
  generation BIGINT NOT NULL,
  paused BOOLEAN NOT NULL,
  reason VARCHAR(1024),
  -- Of the pause, or of its end; by the database's clock.
  changed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE INDEX state_machine_pauses_by_change ON state_machine_pauses (changed_at);
