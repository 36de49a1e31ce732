package dev.pawl.persistence.index;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An execution as the index knows it; never behind its journal. */
public record ExecutionSummary(
    String executionArn,
    String stateMachineArn,
    String name,
    String status,
    Instant startDate,
    @Nullable Instant stopDate,
    long seqNr,
    @Nullable Instant wakeAt,
    @Nullable String owner,
    int slice,
    @Nullable String stateMachineVersionArn,
    @Nullable String stateMachineAliasArn,
    int redriveCount,
    @Nullable Instant redriveDate) {

  static final String COLUMNS =
      "execution_arn, state_machine_arn, name, status, start_date, stop_date, seq_nr, wake_at, owner, slice, "
          + "state_machine_version_arn, state_machine_alias_arn, redrive_count, redrive_date";

  /** {@link #COLUMNS} of a table that a query calls so. */
  static String columnsOf(String table) {
    return table + "." + COLUMNS.replace(", ", ", " + table + ".");
  }

  static ExecutionSummary read(ResultSet row) throws SQLException {
    return new ExecutionSummary(
        row.getString("execution_arn"),
        row.getString("state_machine_arn"),
        row.getString("name"),
        row.getString("status"),
        Jdbc.instant(row, "start_date"),
        Jdbc.instantOrNull(row, "stop_date"),
        row.getLong("seq_nr"),
        Jdbc.instantOrNull(row, "wake_at"),
        row.getString("owner"),
        row.getInt("slice"),
        row.getString("state_machine_version_arn"),
        row.getString("state_machine_alias_arn"),
        row.getInt("redrive_count"),
        Jdbc.instantOrNull(row, "redrive_date"));
  }
}
