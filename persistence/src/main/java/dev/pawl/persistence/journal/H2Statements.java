package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A batch on H2: JDBC batches in one transaction, as the database is in this very process. A commit
 * of H2 is not on disk when it returns, not even with {@code WRITE_DELAY=0}; {@code CHECKPOINT
 * SYNC} is.
 */
final class H2Statements implements JournalStatements {

  private static final String START =
      """
      INSERT INTO executions (execution_arn, state_machine_arn, name, status, start_date, stop_date, seq_nr, wake_at, owner, slice,
        state_machine_version_arn, state_machine_alias_arn)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
      """;
  private static final String MOVE =
      """
      UPDATE executions SET status = ?, stop_date = ?, seq_nr = ?, wake_at = ?, owner = ?, redrive_count = ?, redrive_date = ?,
        state_machine_version_arn = ?, state_machine_alias_arn = ?, migrated_to = ?
      WHERE execution_arn = ? AND seq_nr = ?\
      """;
  private static final String MARK =
      "UPDATE executions SET wake_at = ?, owner = ? WHERE execution_arn = ? AND seq_nr = ?";
  private static final String ROW =
      """
      INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest, event_payload,
        event_ser_id, event_ser_manifest, first_event_id, last_event_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String WITHDRAW =
      "DELETE FROM activity_offers WHERE execution_arn = ? AND task_id = ?";
  private static final String OFFER =
      """
      INSERT INTO activity_offers (execution_arn, task_id, activity_arn, offered_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;

  private static final String CHILD =
      """
      INSERT INTO map_run_children (map_run_arn, child_index, execution_arn, items) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;

  private static final String ATTRIBUTE =
      """
      MERGE INTO execution_attributes (execution_arn, attribute, attribute_value, truncated, start_date)
      KEY (execution_arn, attribute) VALUES (?, ?, ?, ?, ?)\
      """;
  private static final String ATTRIBUTE_GONE =
      "DELETE FROM execution_attributes WHERE execution_arn = ? AND attribute = ?";
  private static final String QUEUE =
      """
      INSERT INTO execution_permits (execution_arn, machine_arn, limit_key, ticket, queued_at, status)
      VALUES (?, ?, ?, ?, ?, 'WAITING')\
      """;
  private static final String TAKE =
      "UPDATE execution_permits SET status = 'TAKEN' WHERE execution_arn = ? AND ticket = ?";
  private static final String RETURN = "DELETE FROM execution_permits WHERE execution_arn = ?";

  private static final String FORGET = "DELETE FROM snapshot WHERE persistence_id = ?";
  private static final String SNAPSHOT =
      """
      INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id, snapshot_ser_manifest, snapshot_payload)
      VALUES (?, ?, ?, ?, ?, ?)\
      """;

  private final DataSource source;

  H2Statements(DataSource source) {
    this.source = source;
  }

  @Override
  public Connection connect() throws SQLException {
    return source.getConnection();
  }

  @Override
  public Set<String> write(Connection connection, List<Job.Fenced> jobs) throws SQLException {
    connection.setAutoCommit(false);
    try {
      var won = compareAndSet(connection, jobs);
      var appends =
          jobs.stream()
              .filter(Job.Append.class::isInstance)
              .map(Job.Append.class::cast)
              .filter(append -> won.contains(append.key()))
              .toList();
      append(connection, appends);
      connection.commit();
      return won;
    } catch (SQLException e) {
      rollBack(connection, e);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void rollBack(Connection connection, SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static Set<String> compareAndSet(Connection connection, List<Job.Fenced> jobs)
      throws SQLException {
    try (var starts = new Batch(connection, START);
        var moves = new Batch(connection, MOVE);
        var marks = new Batch(connection, MARK)) {
      for (var job : jobs) {
        switch (job) {
          case Job.Append append when append.expected() == 0 -> start(starts, append);
          case Job.Append append -> move(moves, append);
          case Job.Mark mark ->
              marks.add(
                  mark.executionArn(),
                  mark.wakeAt(),
                  mark.owner(),
                  mark.executionArn(),
                  mark.sequenceNumber());
        }
      }
      var won = new HashSet<String>();
      starts.run(won);
      moves.run(won);
      marks.run(won);
      return won;
    }
  }

  private static void start(Batch starts, Job.Append append) throws SQLException {
    var index = append.index();
    starts.add(
        index.executionArn(),
        index.executionArn(),
        index.stateMachineArn(),
        index.name(),
        index.status(),
        index.startDate(),
        index.stopDate(),
        append.sequenceNumber(),
        index.wakeAt(),
        index.owner(),
        Slices.of(index.executionArn()),
        index.stateMachineVersionArn(),
        index.stateMachineAliasArn());
  }

  private static void move(Batch moves, Job.Append append) throws SQLException {
    var index = append.index();
    moves.add(
        index.executionArn(),
        index.status(),
        index.stopDate(),
        append.sequenceNumber(),
        index.wakeAt(),
        index.owner(),
        index.redriveCount(),
        index.redriveDate(),
        index.stateMachineVersionArn(),
        index.stateMachineAliasArn(),
        index.migratedTo(),
        index.executionArn(),
        append.expected());
  }

  private static void append(Connection connection, List<Job.Append> appends) throws SQLException {
    try (var rows = new Batch(connection, ROW);
        var withdrawals = new Batch(connection, WITHDRAW);
        var offers = new Batch(connection, OFFER);
        var children = new Batch(connection, CHILD);
        var attributes = new Batch(connection, ATTRIBUTE);
        var attributesGone = new Batch(connection, ATTRIBUTE_GONE);
        var forgotten = new Batch(connection, FORGET);
        var snapshots = new Batch(connection, SNAPSHOT)) {
      for (var append : appends) {
        for (var row : append.rows()) {
          rows.add(
              row.persistenceId(),
              row.persistenceId(),
              row.sequenceNumber(),
              row.writer(),
              row.writeTimestamp(),
              row.adapterManifest(),
              row.payload(),
              row.serializerId(),
              row.serializerManifest(),
              row.firstEventIdOrNull(),
              row.lastEventIdOrNull());
        }
        if (append.snapshot() != null) {
          forgotten.add(append.key(), append.key());
          snapshots.add(
              append.key(),
              append.key(),
              append.sequenceNumber(),
              append.rows().getLast().writeTimestamp(),
              ExecutionRowSerializer.IDENTIFIER,
              ExecutionRowSerializer.SNAPSHOT_MANIFEST,
              append.snapshot());
        }
        var child = append.index().startedFor();
        if (child != null) {
          children.add(
              append.key(), child.mapRunArn(), child.childIndex(), append.key(), child.items());
        }
        describe(append, attributes, attributesGone);
        for (var offer : append.index().withdrawn()) {
          withdrawals.add(offer.executionArn(), offer.executionArn(), offer.taskId());
        }
        for (var offer : append.index().offered()) {
          offers.add(
              offer.executionArn(),
              offer.executionArn(),
              offer.taskId(),
              offer.activityArn(),
              offer.at());
        }
      }
      rows.run(new HashSet<>());
      withdrawals.run(new HashSet<>());
      offers.run(new HashSet<>());
      children.run(new HashSet<>());
      attributes.run(new HashSet<>());
      attributesGone.run(new HashSet<>());
      forgotten.run(new HashSet<>());
      snapshots.run(new HashSet<>());
    }
    permits(connection, appends);
  }

  private static void permits(Connection connection, List<Job.Append> appends) throws SQLException {
    try (var returned = new Batch(connection, RETURN);
        var queued = new Batch(connection, QUEUE);
        var taken = new Batch(connection, TAKE)) {
      for (var append : appends) {
        var arn = append.key();
        switch (append.index().permit()) {
          case PermitChange.Queue queue -> {
            // A row that waits anew, after a redrive, gets a new place.
            returned.add(arn, arn);
            queued.add(
                arn,
                arn,
                append.index().stateMachineArn(),
                queue.key(),
                queue.ticket(),
                queue.at());
          }
          case PermitChange.Take take -> taken.add(arn, arn, take.ticket());
          case PermitChange.Return ignored -> returned.add(arn, arn);
          case null -> {}
        }
      }
      returned.run(new HashSet<>());
      queued.run(new HashSet<>());
      taken.run(new HashSet<>());
    }
  }

  private static void describe(Job.Append append, Batch attributes, Batch gone)
      throws SQLException {
    for (var row : AttributeRow.of(append.index()).toList()) {
      if (row.value() == null) {
        gone.add(append.key(), row.executionArn(), row.attribute());
      } else {
        attributes.add(
            append.key(),
            row.executionArn(),
            row.attribute(),
            row.encoded(),
            row.truncated(),
            row.startDate());
      }
    }
  }

  @Override
  public void makeDurable(Connection connection) throws SQLException {
    Jdbc.update(connection, "CHECKPOINT SYNC");
  }

  @Override
  public void lockTimeout(Connection connection, Duration timeout) throws SQLException {
    Jdbc.update(connection, "SET LOCK_TIMEOUT " + timeout.toMillis());
  }

  /** One statement with many sets of parameters, prepared when the first comes. */
  private static final class Batch implements AutoCloseable {

    private final Connection connection;
    private final String sql;
    private final List<String> keys = new ArrayList<>();
    private @Nullable PreparedStatement statement;

    Batch(Connection connection, String sql) {
      this.connection = connection;
      this.sql = sql;
    }

    void add(String key, @Nullable Object... parameters) throws SQLException {
      if (statement == null) {
        statement = connection.prepareStatement(sql);
      }
      Jdbc.bind(statement, parameters);
      statement.addBatch();
      keys.add(key);
    }

    /** Runs them, and adds the keys of those that changed a row. */
    void run(Set<String> changed) throws SQLException {
      if (statement == null) {
        return;
      }
      var counts = statement.executeBatch();
      for (var i = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          changed.add(keys.get(i));
        }
      }
    }

    @Override
    public void close() throws SQLException {
      if (statement != null) {
        statement.close();
      }
    }
  }
}
