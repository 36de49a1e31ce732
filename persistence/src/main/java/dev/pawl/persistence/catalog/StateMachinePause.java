package dev.pawl.persistence.catalog;

import dev.pawl.engine.execution.MachinePause;
import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The last pause of a state machine.
 *
 * @param changedAt when it began, or ended
 */
public record StateMachinePause(String stateMachineArn, MachinePause pause, Instant changedAt) {

  static final String COLUMNS = "state_machine_arn, generation, paused, reason, changed_at";

  static StateMachinePause read(ResultSet row) throws SQLException {
    return new StateMachinePause(
        row.getString("state_machine_arn"),
        new MachinePause(
            row.getLong("generation"), row.getBoolean("paused"), row.getString("reason")),
        Jdbc.instant(row, "changed_at"));
  }
}
