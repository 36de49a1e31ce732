package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The versions of state machines. Whoever changes those of a machine, or its aliases, locks the
 * machine first.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}; of {@link
 * #list}, {@link dev.pawl.persistence.jdbc.InvalidPageTokenException}.
 */
public final class VersionCatalog {

  /** The revision a machine is created with has no id of its own; this names it. */
  public static final String INITIAL = "INITIAL";

  private static final String SELECT =
      "SELECT " + StateMachineVersion.COLUMNS + " FROM state_machine_versions ";
  private static final String FIND = SELECT + "WHERE state_machine_arn = ? AND version = ?";
  private static final String OF_REVISION =
      SELECT + "WHERE state_machine_arn = ? AND COALESCE(revision_id, 'INITIAL') = ?";
  private static final String LIST =
      SELECT + "WHERE state_machine_arn = ? AND version < ? ORDER BY version DESC LIMIT ?";
  private static final String INSERT =
      "INSERT INTO state_machine_versions ("
          + StateMachineVersion.COLUMNS
          + ") VALUES ("
          + Jdbc.places(10)
          + ")";

  private final JournalWriter writer;
  private final Reads reads;

  public VersionCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /**
   * A wish to publish.
   *
   * @param revisionId only if this is the current revision; null = whatever it is
   * @param versionsMax how many versions a machine may have
   */
  public record Wish(
      @Nullable String revisionId, @Nullable String description, Instant now, int versionsMax) {}

  /** What became of a wish to delete a version. */
  public sealed interface Deletion {
    record Deleted() implements Deletion {}

    /** Nothing is deleted: these aliases lead to it. */
    record Referenced(List<String> aliases) implements Deletion {
      public Referenced {
        aliases = List.copyOf(aliases);
      }
    }
  }

  /** Publishes the machine as it is now, unless that revision has a version already. */
  public CompletableFuture<Publication> publish(String stateMachineArn, Wish wish) {
    return writer.submit(connection -> publish(connection, stateMachineArn, wish));
  }

  static Publication publish(Connection connection, String stateMachineArn, Wish wish)
      throws SQLException {
    var found = StateMachineCatalog.lock(connection, stateMachineArn);
    if (found.isEmpty()) {
      return new Publication.NoMachine();
    }
    var machine = found.get();
    if (machine.status().equals(StateMachineEntry.DELETING)) {
      return new Publication.Deleting();
    }
    var current = Objects.requireNonNullElse(machine.revisionId(), INITIAL);
    if (wish.revisionId() != null && !wish.revisionId().equals(current)) {
      return new Publication.OtherRevision(machine.revisionId());
    }
    var existing =
        Jdbc.first(connection, OF_REVISION, StateMachineVersion::read, stateMachineArn, current);
    if (existing.isPresent()) {
      return new Publication.Published(existing.get());
    }
    if (count(connection, stateMachineArn) >= wish.versionsMax()) {
      return new Publication.TooMany();
    }
    return new Publication.Published(insert(connection, machine, wish));
  }

  private static StateMachineVersion insert(
      Connection connection, StateMachineEntry machine, Wish wish) throws SQLException {
    Jdbc.update(
        connection,
        "UPDATE state_machines SET last_version = last_version + 1 WHERE state_machine_arn = ?",
        machine.stateMachineArn());
    var number =
        Jdbc.first(
                connection,
                "SELECT last_version FROM state_machines WHERE state_machine_arn = ?",
                row -> row.getInt(1),
                machine.stateMachineArn())
            .orElseThrow();
    var version =
        new StateMachineVersion(
            machine.stateMachineArn(),
            number,
            machine.revisionId(),
            wish.description(),
            machine.roleArn(),
            machine.definitionHash(),
            wish.now(),
            machine.loggingConfiguration(),
            machine.tracingConfiguration(),
            machine.encryptionConfiguration());
    Jdbc.update(connection, INSERT, version.columns());
    return version;
  }

  private static int count(Connection connection, String stateMachineArn) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT COUNT(*) FROM state_machine_versions WHERE state_machine_arn = ?",
            row -> row.getInt(1),
            stateMachineArn)
        .orElse(0);
  }

  /** Deletes a version that no alias leads to; one that is not there counts as deleted. */
  public CompletableFuture<Deletion> delete(String stateMachineArn, int version) {
    return writer.submit(connection -> delete(connection, stateMachineArn, version));
  }

  private static Deletion delete(Connection connection, String stateMachineArn, int version)
      throws SQLException {
    StateMachineCatalog.lock(connection, stateMachineArn);
    var aliases =
        AliasCatalog.all(connection, stateMachineArn).stream()
            .filter(alias -> alias.routesTo(version))
            .map(StateMachineAlias::name)
            .toList();
    if (!aliases.isEmpty()) {
      return new Deletion.Referenced(aliases);
    }
    Jdbc.update(
        connection,
        "DELETE FROM state_machine_versions WHERE state_machine_arn = ? AND version = ?",
        stateMachineArn,
        version);
    return new Deletion.Deleted();
  }

  static void forget(Connection connection, String stateMachineArn) throws SQLException {
    Jdbc.update(
        connection,
        "DELETE FROM state_machine_versions WHERE state_machine_arn = ?",
        stateMachineArn);
  }

  static boolean exists(Connection connection, String stateMachineArn, int version)
      throws SQLException {
    return Jdbc.first(connection, FIND, StateMachineVersion::read, stateMachineArn, version)
        .isPresent();
  }

  public Optional<StateMachineVersion> find(String stateMachineArn, int version) {
    return reads.first(FIND, StateMachineVersion::read, stateMachineArn, version);
  }

  /**
   * The version of a revision, if it was published.
   *
   * @param revisionId null for the revision the machine was created with
   */
  public Optional<StateMachineVersion> ofRevision(
      String stateMachineArn, @Nullable String revisionId) {
    return reads.first(
        OF_REVISION,
        StateMachineVersion::read,
        stateMachineArn,
        Objects.requireNonNullElse(revisionId, INITIAL));
  }

  /** The versions of a machine, the newest first. */
  public Page<StateMachineVersion> list(String stateMachineArn, int max, @Nullable String token) {
    var question = "versions of " + stateMachineArn;
    var from = PageToken.parse(token, question);
    var before = from == null ? Long.MAX_VALUE : from.number();
    var found = reads.list(LIST, StateMachineVersion::read, stateMachineArn, before, max + 1);
    return Page.of(
        found,
        max,
        last -> new PageToken(Instant.EPOCH, Integer.toString(last.version())).text(question));
  }
}
