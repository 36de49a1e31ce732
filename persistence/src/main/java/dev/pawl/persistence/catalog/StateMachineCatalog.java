package dev.pawl.persistence.catalog;

import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import dev.pawl.persistence.limit.LimitCatalog;
import dev.pawl.persistence.limit.LimitsEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * State machines and their definitions. Writes are conditional, so of two nodes that create or
 * change one machine at the same time, one sees what the other did.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}; of {@link
 * #list}, {@link dev.pawl.persistence.jdbc.InvalidPageTokenException}.
 */
public final class StateMachineCatalog {

  /** What became of a machine that was to be deleted. */
  public enum Deletion {
    /** There was none. */
    ABSENT,
    /** Its executions go on; it disappears with the last one. */
    DELETING,
    GONE
  }

  private static final String QUESTION = "state machines";
  private static final String FIND =
      "SELECT "
          + StateMachineEntry.ALL_COLUMNS
          + " FROM state_machines WHERE state_machine_arn = ?";
  private static final String FIND_LIMITED =
      "SELECT "
          + StateMachineEntry.ALL_COLUMNS
          + ", "
          + LimitsEntry.LIMITS
          + """

          FROM state_machines LEFT JOIN concurrency_limits ON machine_arn = state_machine_arn
          WHERE state_machine_arn = ?\
          """;
  private static final String LIST =
      "SELECT "
          + StateMachineEntry.ALL_COLUMNS
          + """

          FROM state_machines WHERE state_machine_arn > ? ORDER BY state_machine_arn LIMIT ?\
          """;
  private static final String INSERT =
      "INSERT INTO state_machines ("
          + StateMachineEntry.COLUMNS
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String UPDATE =
      """
      UPDATE state_machines SET role_arn = ?, revision_id = ?, definition_hash = ?, update_date = ?, logging_configuration = ?,
        tracing_configuration = ?, encryption_configuration = ?, etag = ?
      WHERE state_machine_arn = ? AND etag = ? AND status = 'ACTIVE'\
      """;
  private static final String UNUSED =
      """
      NOT EXISTS (SELECT 1 FROM executions e WHERE e.state_machine_arn = state_machines.state_machine_arn
        AND e.status IN ('RUNNING', 'PENDING_REDRIVE'))\
      """;

  private final JournalWriter writer;
  private final Reads reads;

  public StateMachineCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /** The name under which {@link #create} and {@link #update} store a definition: its SHA-256. */
  public static String hash(String definition) {
    return Definitions.hash(definition);
  }

  /** Creates a machine unless one of this ARN exists, be it on its way out. */
  public CompletableFuture<Created<StateMachineEntry>> create(
      StateMachineEntry entry, String definition) {
    return create(entry, definition, Map.of(), null);
  }

  /**
   * Creates a machine with its tags, unless one of this ARN exists, be it on its way out: then
   * nothing is changed.
   *
   * @param publishing also publish it; null = no
   */
  public CompletableFuture<Created<StateMachineEntry>> create(
      StateMachineEntry entry,
      String definition,
      Map<String, String> tags,
      VersionCatalog.@Nullable Wish publishing) {
    return writer.submit(connection -> create(connection, entry, definition, tags, publishing));
  }

  private static Created<StateMachineEntry> create(
      Connection connection,
      StateMachineEntry entry,
      String definition,
      Map<String, String> tags,
      VersionCatalog.@Nullable Wish publishing)
      throws SQLException {
    var existing = find(connection, entry.stateMachineArn());
    if (existing.isEmpty()) {
      Definitions.keep(connection, entry.stateMachineArn(), entry.definitionHash(), definition);
      var inserted = Jdbc.update(connection, INSERT, entry.columns());
      if (inserted == 1) {
        Tags.add(connection, entry.stateMachineArn(), tags);
        if (publishing != null) {
          VersionCatalog.publish(connection, entry.stateMachineArn(), publishing);
        }
      }
      existing = find(connection, entry.stateMachineArn());
    }
    var stored = existing.orElse(entry);
    return new Created<>(stored, stored.etag().equals(entry.etag()));
  }

  /**
   * Replaces what may change of a machine.
   *
   * @param changed with a new etag
   * @param etag of the entry that the change was made from
   * @return empty if the machine was changed, deleted or marked as DELETING since
   */
  public CompletableFuture<Optional<StateMachineEntry>> update(
      StateMachineEntry changed, String definition, String etag) {
    return update(changed, definition, etag, null);
  }

  /**
   * Replaces what may change of a machine.
   *
   * @param changed with a new etag
   * @param etag of the entry that the change was made from
   * @param publishing also publish it; null = no
   * @return empty if the machine was changed, deleted or marked as DELETING since
   */
  public CompletableFuture<Optional<StateMachineEntry>> update(
      StateMachineEntry changed,
      String definition,
      String etag,
      VersionCatalog.@Nullable Wish publishing) {
    return writer.submit(connection -> {
      var updated = update(connection, changed, definition, etag);
      if (updated.isPresent() && publishing != null) {
        VersionCatalog.publish(connection, changed.stateMachineArn(), publishing);
      }
      return updated;
    });
  }

  private static Optional<StateMachineEntry> update(
      Connection connection, StateMachineEntry changed, String definition, String etag)
      throws SQLException {
    Definitions.keep(connection, changed.stateMachineArn(), changed.definitionHash(), definition);
    Jdbc.update(
        connection,
        UPDATE,
        changed.roleArn(),
        changed.revisionId(),
        changed.definitionHash(),
        changed.updateDate(),
        changed.loggingConfiguration(),
        changed.tracingConfiguration(),
        changed.encryptionConfiguration(),
        changed.etag(),
        changed.stateMachineArn(),
        etag);
    return find(connection, changed.stateMachineArn())
        .filter(stored -> stored.etag().equals(changed.etag()));
  }

  /**
   * Says what executions of a machine that start from now on are searched by.
   *
   * @param indexedAttributes JSON; null = nothing
   * @return false if there is no such machine
   */
  public CompletableFuture<Boolean> putIndexedAttributes(
      String stateMachineArn, @Nullable String indexedAttributes) {
    return writer.submit(connection ->
        Jdbc.update(
                connection,
                "UPDATE state_machines SET indexed_attributes = ? WHERE state_machine_arn = ? AND"
                    + " status = 'ACTIVE'",
                indexedAttributes,
                stateMachineArn)
            > 0);
  }

  /** Deletes a machine once none of its executions runs. */
  public CompletableFuture<Deletion> delete(String stateMachineArn) {
    return writer.submit(connection -> delete(connection, stateMachineArn));
  }

  private static Deletion delete(Connection connection, String stateMachineArn)
      throws SQLException {
    var marked =
        Jdbc.update(
            connection,
            "UPDATE state_machines SET status = 'DELETING' WHERE state_machine_arn = ?",
            stateMachineArn);
    if (marked == 0) {
      return Deletion.ABSENT;
    }
    return sweep(connection, stateMachineArn) == 0 ? Deletion.DELETING : Deletion.GONE;
  }

  private static int sweep(Connection connection, String stateMachineArn) throws SQLException {
    var gone =
        Jdbc.update(
            connection,
            "DELETE FROM state_machines WHERE state_machine_arn = ? AND status = 'DELETING' AND "
                + UNUSED,
            stateMachineArn);
    if (gone > 0) {
      Tags.forget(connection, stateMachineArn);
      VersionCatalog.forget(connection, stateMachineArn);
      AliasCatalog.forget(connection, stateMachineArn);
      LimitCatalog.forget(connection, stateMachineArn);
    }
    return gone;
  }

  /**
   * Removes machines that wait for their last execution, if it has ended, and definitions that
   * nothing refers to any more.
   */
  public CompletableFuture<Integer> sweep() {
    return writer.submit(StateMachineCatalog::sweepAll);
  }

  private static int sweepAll(Connection connection) throws SQLException {
    var gone = 0;
    var deleting =
        Jdbc.list(
            connection,
            "SELECT state_machine_arn FROM state_machines WHERE status = 'DELETING'",
            row -> row.getString(1));
    for (var stateMachineArn : deleting) {
      gone += sweep(connection, stateMachineArn);
    }
    Definitions.collect(connection);
    return gone;
  }

  public Optional<StateMachineEntry> find(String stateMachineArn) {
    return reads.first(FIND, StateMachineEntry::read, stateMachineArn);
  }

  /**
   * A machine and how many of its executions may run at once.
   *
   * @param limits null = any number
   */
  public record Limited(StateMachineEntry machine, @Nullable ConcurrencyLimits limits) {}

  /** The machine with its limits, in one question. */
  public Optional<Limited> findLimited(String stateMachineArn) {
    return reads.first(
        FIND_LIMITED,
        row -> new Limited(StateMachineEntry.read(row), LimitsEntry.limits(row).orElse(null)),
        stateMachineArn);
  }

  /** The machine, which nobody else changes until the transaction ends. */
  static Optional<StateMachineEntry> lock(Connection connection, String stateMachineArn)
      throws SQLException {
    return Jdbc.first(connection, FIND + " FOR UPDATE", StateMachineEntry::read, stateMachineArn);
  }

  private static Optional<StateMachineEntry> find(Connection connection, String stateMachineArn)
      throws SQLException {
    return Jdbc.first(connection, FIND, StateMachineEntry::read, stateMachineArn);
  }

  /** A definition by its hash; kept while a machine or an execution may refer to it. */
  public Optional<String> definition(String definitionHash) {
    return reads.first(
        "SELECT definition FROM definitions WHERE definition_hash = ?",
        row -> row.getString(1),
        definitionHash);
  }

  /** Machines by name. */
  public Page<StateMachineEntry> list(int max, @Nullable String token) {
    var from = PageToken.parse(token, QUESTION);
    List<StateMachineEntry> found =
        reads.list(LIST, StateMachineEntry::read, from == null ? "" : from.name(), max + 1);
    return Page.of(
        found, max, last -> new PageToken(Instant.EPOCH, last.stateMachineArn()).text(QUESTION));
  }
}
