package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A batch on PostgreSQL: one statement, which commits by itself. A writer that is paused in the
 * middle of a batch therefore holds no lock: either the statement has not arrived, or the server
 * finishes it without us.
 */
final class PostgresStatements implements JournalStatements {

  private static final String JOB =
      """
      WITH job AS (
        SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
          ?::timestamptz[], ?::timestamptz[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::integer[], ?::timestamptz[], ?::text[])
          AS j (execution_arn, expected, seq_nr, state_machine_arn, name, status, start_date, stop_date, wake_at, owner, slice,
            state_machine_version_arn, state_machine_alias_arn, redrive_count, redrive_date, migrated_to)
      ), started AS (
        INSERT INTO executions
          (execution_arn, state_machine_arn, name, status, start_date, stop_date, seq_nr, wake_at, owner, slice,
            state_machine_version_arn, state_machine_alias_arn)
        SELECT execution_arn, state_machine_arn, name, status, start_date, stop_date, seq_nr, wake_at, owner, slice,
          state_machine_version_arn, state_machine_alias_arn
        FROM job WHERE expected = 0
        ON CONFLICT DO NOTHING RETURNING execution_arn
      ), moved AS (
        UPDATE executions e
        SET status = j.status, stop_date = j.stop_date, seq_nr = j.seq_nr, wake_at = j.wake_at, owner = j.owner,
          redrive_count = j.redrive_count, redrive_date = j.redrive_date,
          state_machine_version_arn = j.state_machine_version_arn, state_machine_alias_arn = j.state_machine_alias_arn,
          migrated_to = j.migrated_to
        FROM job j WHERE j.expected > 0 AND e.execution_arn = j.execution_arn AND e.seq_nr = j.expected
        RETURNING e.execution_arn
      ), winner AS (
        SELECT execution_arn FROM started UNION ALL SELECT execution_arn FROM moved
      ), written AS (
        INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest, event_payload,
          event_ser_id, event_ser_manifest, first_event_id, last_event_id)
        SELECT r.* FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::bytea[], ?::integer[], ?::text[],
          ?::bigint[], ?::bigint[])
          AS r (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest, event_payload,
            event_ser_id, event_ser_manifest, first_event_id, last_event_id)
        JOIN winner w ON w.execution_arn = r.persistence_id
      )\
      """;
  private static final String WITHDRAW =
      """
      , withdrawn AS (
        DELETE FROM activity_offers o USING unnest(?::text[], ?::bigint[]) AS d (execution_arn, task_id), winner w
        WHERE o.execution_arn = d.execution_arn AND o.task_id = d.task_id AND w.execution_arn = d.execution_arn
      )\
      """;
  private static final String OFFER =
      """
      , offered AS (
        INSERT INTO activity_offers (execution_arn, task_id, activity_arn, offered_at)
        SELECT d.* FROM unnest(?::text[], ?::bigint[], ?::text[], ?::timestamptz[])
          AS d (execution_arn, task_id, activity_arn, offered_at)
        JOIN winner w ON w.execution_arn = d.execution_arn
        ON CONFLICT DO NOTHING
      )\
      """;
  private static final String CHILD =
      """
      , child AS (
        INSERT INTO map_run_children (map_run_arn, child_index, execution_arn, items)
        SELECT d.* FROM unnest(?::text[], ?::bigint[], ?::text[], ?::integer[])
          AS d (map_run_arn, child_index, execution_arn, items)
        JOIN winner w ON w.execution_arn = d.execution_arn
        ON CONFLICT DO NOTHING
      )\
      """;
  private static final String ATTRIBUTE =
      """
      , described AS (
        INSERT INTO execution_attributes (execution_arn, attribute, attribute_value, truncated, start_date)
        SELECT d.* FROM unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::timestamptz[])
          AS d (execution_arn, attribute, attribute_value, truncated, start_date)
        JOIN winner w ON w.execution_arn = d.execution_arn
        ON CONFLICT (execution_arn, attribute)
          DO UPDATE SET attribute_value = EXCLUDED.attribute_value, truncated = EXCLUDED.truncated
      )\
      """;
  private static final String ATTRIBUTE_GONE =
      """
      , undescribed AS (
        DELETE FROM execution_attributes a
        USING unnest(?::text[], ?::text[]) AS d (execution_arn, attribute), winner w
        WHERE a.execution_arn = d.execution_arn AND a.attribute = d.attribute AND w.execution_arn = d.execution_arn
      )\
      """;
  // A row that waits anew, after a redrive, gets a new place.
  private static final String QUEUE =
      """
      , queued AS (
        INSERT INTO execution_permits (execution_arn, machine_arn, limit_key, ticket, queued_at, status)
        SELECT d.*, 'WAITING' FROM unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::timestamptz[])
          AS d (execution_arn, machine_arn, limit_key, ticket, queued_at)
        JOIN winner w ON w.execution_arn = d.execution_arn
        ON CONFLICT (execution_arn) DO UPDATE SET limit_key = EXCLUDED.limit_key, ticket = EXCLUDED.ticket,
          number = EXCLUDED.number, queued_at = EXCLUDED.queued_at, status = EXCLUDED.status, granted_at = NULL
      )\
      """;
  private static final String TAKE =
      """
      , taken AS (
        UPDATE execution_permits p SET status = 'TAKEN'
        FROM unnest(?::text[], ?::integer[]) AS d (execution_arn, ticket), winner w
        WHERE p.execution_arn = d.execution_arn AND p.ticket = d.ticket AND w.execution_arn = d.execution_arn
      )\
      """;
  private static final String RETURN =
      """
      , returned AS (
        DELETE FROM execution_permits p USING unnest(?::text[]) AS d (execution_arn), winner w
        WHERE p.execution_arn = d.execution_arn AND w.execution_arn = d.execution_arn
      )\
      """;
  private static final String SNAPSHOT =
      """
      , kept AS (
        SELECT d.* FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bytea[])
          AS d (persistence_id, sequence_number, created, snapshot_payload)
        JOIN winner w ON w.execution_arn = d.persistence_id
      ), forgotten AS (
        DELETE FROM snapshot s USING kept k
        WHERE s.persistence_id = k.persistence_id AND s.sequence_number < k.sequence_number
      ), remembered AS (
        INSERT INTO snapshot
          (persistence_id, sequence_number, created, snapshot_ser_id, snapshot_ser_manifest, snapshot_payload)
        SELECT persistence_id, sequence_number, created, %d, '%s', snapshot_payload FROM kept
        ON CONFLICT DO NOTHING
      )\
      """
          .formatted(ExecutionRowSerializer.IDENTIFIER, ExecutionRowSerializer.SNAPSHOT_MANIFEST);
  private static final String MARK =
      """
      UPDATE executions e SET wake_at = m.wake_at, owner = m.owner
      FROM unnest(?::text[], ?::bigint[], ?::timestamptz[], ?::text[]) AS m (execution_arn, seq_nr, wake_at, owner)
      WHERE e.execution_arn = m.execution_arn AND e.seq_nr = m.seq_nr RETURNING e.execution_arn\
      """;

  private final DataSource source;
  private final FreshPlans plans = new FreshPlans();

  PostgresStatements(DataSource source) {
    this.source = source;
  }

  @Override
  public Connection connect() throws SQLException {
    return source.getConnection();
  }

  @Override
  public Set<String> write(Connection connection, List<Job.Fenced> jobs) throws SQLException {
    var batch = new Batch(jobs);
    var parameters = new ArrayList<Array>();
    var sql = sql(connection, batch, parameters);
    try (var statement = connection.prepareStatement(sql)) {
      for (var i = 0; i < parameters.size(); i++) {
        statement.setArray(i + 1, parameters.get(i));
      }
      try (var rows = statement.executeQuery()) {
        var won = new HashSet<String>();
        while (rows.next()) {
          won.add(rows.getString(1));
        }
        plans.wrote(connection, won.size());
        return won;
      }
    }
  }

  /**
   * One of a few dozen texts, so that the server keeps each prepared; parts without rows are left
   * out.
   */
  private static String sql(Connection connection, Batch batch, List<Array> parameters)
      throws SQLException {
    if (batch.appends.isEmpty()) {
      parameters.addAll(marks(connection, batch.marks));
      return MARK;
    }
    var sql = new StringBuilder(JOB);
    parameters.addAll(jobs(connection, batch.appends));
    parameters.addAll(rows(connection, batch.rows));
    if (!batch.withdrawn.isEmpty()) {
      sql.append(WITHDRAW);
      parameters.addAll(withdrawals(connection, batch.withdrawn));
    }
    if (!batch.offered.isEmpty()) {
      sql.append(OFFER);
      parameters.addAll(offers(connection, batch.offered));
    }
    if (!batch.children.isEmpty()) {
      sql.append(CHILD);
      parameters.addAll(children(connection, batch.children));
    }
    if (!batch.attributes.isEmpty()) {
      sql.append(ATTRIBUTE);
      parameters.addAll(attributes(connection, batch.attributes));
    }
    if (!batch.attributesGone.isEmpty()) {
      sql.append(ATTRIBUTE_GONE);
      parameters.addAll(attributesGone(connection, batch.attributesGone));
    }
    permits(connection, batch, sql, parameters);
    if (!batch.snapshots.isEmpty()) {
      sql.append(SNAPSHOT);
      parameters.addAll(snapshots(connection, batch.snapshots));
    }
    if (batch.marks.isEmpty()) {
      return sql.append("\nSELECT execution_arn FROM winner").toString();
    }
    parameters.addAll(marks(connection, batch.marks));
    return sql.append("\n, marked AS (\n")
        .append(MARK)
        .append(")\nSELECT execution_arn FROM winner UNION ALL SELECT execution_arn FROM marked")
        .toString();
  }

  private static void permits(
      Connection connection, Batch batch, StringBuilder sql, List<Array> parameters)
      throws SQLException {
    var queued = batch.permits(PermitChange.Queue.class);
    if (!queued.isEmpty()) {
      sql.append(QUEUE);
      parameters.addAll(queued(connection, queued));
    }
    var taken = batch.permits(PermitChange.Take.class);
    if (!taken.isEmpty()) {
      sql.append(TAKE);
      parameters.add(texts(connection, taken, Permit::executionArn));
      parameters.add(integers(connection, taken, permit -> permit.change().ticket()));
    }
    var returned = batch.permits(PermitChange.Return.class);
    if (!returned.isEmpty()) {
      sql.append(RETURN);
      parameters.add(texts(connection, returned, Permit::executionArn));
    }
  }

  private static List<Array> queued(Connection c, List<Permit<PermitChange.Queue>> queued)
      throws SQLException {
    return List.of(
        texts(c, queued, Permit::executionArn),
        texts(c, queued, Permit::machineArn),
        texts(c, queued, permit -> permit.change().key()),
        integers(c, queued, permit -> permit.change().ticket()),
        times(c, queued, permit -> permit.change().at()));
  }

  private static List<Array> jobs(Connection c, List<Job.Append> appends) throws SQLException {
    var index = appends.stream().map(Job.Append::index).toList();
    return List.of(
        texts(c, index, IndexChange::executionArn),
        longs(c, appends, Job.Append::expected),
        longs(c, appends, Job.Append::sequenceNumber),
        texts(c, index, IndexChange::stateMachineArn),
        texts(c, index, IndexChange::name),
        texts(c, index, IndexChange::status),
        times(c, index, IndexChange::startDate),
        times(c, index, IndexChange::stopDate),
        times(c, index, IndexChange::wakeAt),
        texts(c, index, IndexChange::owner),
        integers(c, index, change -> Slices.of(change.executionArn())),
        texts(c, index, IndexChange::stateMachineVersionArn),
        texts(c, index, IndexChange::stateMachineAliasArn),
        integers(c, index, IndexChange::redriveCount),
        times(c, index, IndexChange::redriveDate),
        texts(c, index, IndexChange::migratedTo));
  }

  private static List<Array> rows(Connection c, List<JournalRow> rows) throws SQLException {
    return List.of(
        texts(c, rows, JournalRow::persistenceId),
        longs(c, rows, JournalRow::sequenceNumber),
        texts(c, rows, JournalRow::writer),
        longs(c, rows, JournalRow::writeTimestamp),
        texts(c, rows, JournalRow::adapterManifest),
        c.createArrayOf("bytea", rows.stream().map(JournalRow::payload).toArray(byte[][]::new)),
        integers(c, rows, JournalRow::serializerId),
        texts(c, rows, JournalRow::serializerManifest),
        longs(c, rows, JournalRow::firstEventIdOrNull),
        longs(c, rows, JournalRow::lastEventIdOrNull));
  }

  private static List<Array> withdrawals(Connection c, List<ActivityOffer> offers)
      throws SQLException {
    return List.of(
        texts(c, offers, ActivityOffer::executionArn), longs(c, offers, ActivityOffer::taskId));
  }

  private static List<Array> offers(Connection c, List<ActivityOffer> offers) throws SQLException {
    return List.of(
        texts(c, offers, ActivityOffer::executionArn),
        longs(c, offers, ActivityOffer::taskId),
        texts(c, offers, ActivityOffer::activityArn),
        times(c, offers, ActivityOffer::at));
  }

  private static List<Array> children(Connection c, List<IndexChange> children)
      throws SQLException {
    return List.of(
        texts(c, children, change -> child(change).mapRunArn()),
        longs(c, children, change -> child(change).childIndex()),
        texts(c, children, IndexChange::executionArn),
        integers(c, children, change -> child(change).items()));
  }

  private static MapRunChild child(IndexChange change) {
    return java.util.Objects.requireNonNull(change.startedFor());
  }

  private static List<Array> attributes(Connection c, List<AttributeRow> rows) throws SQLException {
    return List.of(
        texts(c, rows, AttributeRow::executionArn),
        texts(c, rows, AttributeRow::attribute),
        texts(c, rows, AttributeRow::encoded),
        c.createArrayOf("bool", rows.stream().map(AttributeRow::truncated).toArray(Boolean[]::new)),
        times(c, rows, AttributeRow::startDate));
  }

  private static List<Array> attributesGone(Connection c, List<AttributeRow> rows)
      throws SQLException {
    return List.of(
        texts(c, rows, AttributeRow::executionArn), texts(c, rows, AttributeRow::attribute));
  }

  private static List<Array> snapshots(Connection c, List<Job.Append> appends) throws SQLException {
    return List.of(
        texts(c, appends, Job.Append::key),
        longs(c, appends, Job.Append::sequenceNumber),
        longs(c, appends, append -> append.rows().getLast().writeTimestamp()),
        c.createArrayOf(
            "bytea", appends.stream().map(Job.Append::snapshot).toArray(byte[][]::new)));
  }

  private static List<Array> marks(Connection c, List<Job.Mark> marks) throws SQLException {
    return List.of(
        texts(c, marks, Job.Mark::executionArn),
        longs(c, marks, Job.Mark::sequenceNumber),
        times(c, marks, Job.Mark::wakeAt),
        texts(c, marks, Job.Mark::owner));
  }

  private static <T> Array texts(Connection c, List<T> values, Function<T, @Nullable String> field)
      throws SQLException {
    return c.createArrayOf("text", values.stream().map(field).toArray(String[]::new));
  }

  private static <T> Array longs(Connection c, List<T> values, Function<T, @Nullable Long> field)
      throws SQLException {
    return c.createArrayOf("int8", values.stream().map(field).toArray(Long[]::new));
  }

  private static <T> Array integers(Connection c, List<T> values, Function<T, Integer> field)
      throws SQLException {
    return c.createArrayOf("int4", values.stream().map(field).toArray(Integer[]::new));
  }

  private static <T> Array times(Connection c, List<T> values, Function<T, @Nullable Instant> field)
      throws SQLException {
    Function<T, @Nullable String> text =
        value -> {
          var instant = field.apply(value);
          return instant == null ? null : Jdbc.stored(instant).toString();
        };
    return c.createArrayOf("timestamptz", values.stream().map(text).toArray(String[]::new));
  }

  @Override
  public void makeDurable(Connection connection) {
    // synchronous_commit has made the commit durable before its answer.
  }

  @Override
  public void lockTimeout(Connection connection, Duration timeout) throws SQLException {
    Jdbc.update(connection, "SET lock_timeout = " + timeout.toMillis());
  }

  private record Permit<T extends PermitChange>(String executionArn, String machineArn, T change) {}

  /**
   * A batch by kind, in the order of the keys: two nodes that lock the same rows lock them in the
   * same order.
   */
  private static final class Batch {

    final List<Job.Append> appends;
    final List<JournalRow> rows;
    final List<ActivityOffer> offered;
    final List<ActivityOffer> withdrawn;
    final List<IndexChange> children;
    final List<AttributeRow> attributes;
    final List<AttributeRow> attributesGone;
    final List<Job.Append> snapshots;
    final List<Job.Mark> marks;

    Batch(List<Job.Fenced> jobs) {
      appends = inOrder(jobs, Job.Append.class);
      marks = inOrder(jobs, Job.Mark.class);
      snapshots = appends.stream().filter(append -> append.snapshot() != null).toList();
      children =
          appends.stream()
              .map(Job.Append::index)
              .filter(change -> change.startedFor() != null)
              .toList();
      var described = appends.stream().map(Job.Append::index).flatMap(AttributeRow::of).toList();
      attributes = AttributeRow.withValue(described);
      attributesGone = AttributeRow.withoutValue(described);
      rows = appends.stream().flatMap(append -> append.rows().stream()).toList();
      offered = appends.stream().flatMap(append -> append.index().offered().stream()).toList();
      withdrawn = appends.stream().flatMap(append -> append.index().withdrawn().stream()).toList();
    }

    <T extends PermitChange> List<Permit<T>> permits(Class<T> kind) {
      return appends.stream()
          .map(Job.Append::index)
          .filter(change -> kind.isInstance(change.permit()))
          .map(change ->
              new Permit<>(
                  change.executionArn(), change.stateMachineArn(), kind.cast(change.permit())))
          .toList();
    }

    private static <T extends Job> List<T> inOrder(List<Job.Fenced> jobs, Class<T> kind) {
      return jobs.stream()
          .filter(kind::isInstance)
          .map(kind::cast)
          .sorted(Comparator.comparing(Job::key))
          .toList();
    }
  }
}
