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
 * The aliases of state machines. A version that an alias leads to cannot be deleted.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}; of {@link
 * #list}, {@link dev.pawl.persistence.jdbc.InvalidPageTokenException}.
 */
public final class AliasCatalog {

  private static final String SELECT =
      "SELECT " + StateMachineAlias.COLUMNS + " FROM state_machine_aliases ";
  private static final String FIND = SELECT + "WHERE state_machine_arn = ? AND name = ?";
  private static final String LIST =
      SELECT
          + """
          WHERE state_machine_arn = ? AND name > ?
          AND (? < 0 OR version = ? OR other_version = ?) ORDER BY name LIMIT ?\
          """;
  private static final String INSERT =
      "INSERT INTO state_machine_aliases ("
          + StateMachineAlias.COLUMNS
          + ") VALUES ("
          + Jdbc.places(9)
          + ")";
  private static final String DELETE =
      "DELETE FROM state_machine_aliases WHERE state_machine_arn = ? AND name = ?";

  /** No version: aliases of all. */
  private static final int ALL = -1;

  private final JournalWriter writer;
  private final Reads reads;

  public AliasCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /** What became of a wish to create or change an alias. */
  public sealed interface Outcome {
    /** It is so now: just made, or from before. */
    record Stored(StateMachineAlias alias) implements Outcome {}

    /** Another alias has the name. */
    record Exists(StateMachineAlias alias) implements Outcome {}

    /** There is no such machine, version or alias. */
    record Missing() implements Outcome {}

    /** The machine is on its way out. */
    record Deleting() implements Outcome {}

    /** The machine has as many aliases as it may have. */
    record TooMany() implements Outcome {}
  }

  /** Creates an alias. Asking again for the same is no mistake. */
  public CompletableFuture<Outcome> create(StateMachineAlias wanted, int aliasesMax) {
    return writer.submit(connection -> create(connection, wanted, aliasesMax));
  }

  private static Outcome create(Connection connection, StateMachineAlias wanted, int aliasesMax)
      throws SQLException {
    var refused = refusal(connection, wanted);
    if (refused != null) {
      return refused;
    }
    var existing = find(connection, wanted);
    if (existing.isPresent()) {
      return isSame(existing.get(), wanted)
          ? new Outcome.Stored(existing.get())
          : new Outcome.Exists(existing.get());
    }
    if (all(connection, wanted.stateMachineArn()).size() >= aliasesMax) {
      return new Outcome.TooMany();
    }
    Jdbc.update(connection, INSERT, wanted.columns());
    return new Outcome.Stored(wanted);
  }

  private static @Nullable Outcome refusal(Connection connection, StateMachineAlias wanted)
      throws SQLException {
    var machine = StateMachineCatalog.lock(connection, wanted.stateMachineArn());
    if (machine.isEmpty()) {
      return new Outcome.Missing();
    }
    if (machine.get().status().equals(StateMachineEntry.DELETING)) {
      return new Outcome.Deleting();
    }
    for (var route : wanted.routes()) {
      if (!VersionCatalog.exists(connection, wanted.stateMachineArn(), route.version())) {
        return new Outcome.Missing();
      }
    }
    return null;
  }

  private static boolean isSame(StateMachineAlias one, StateMachineAlias other) {
    return one.routes().equals(other.routes())
        && Objects.equals(one.description(), other.description());
  }

  /**
   * Changes an alias.
   *
   * @param description null = as it is
   * @param routes empty = as they are
   */
  public CompletableFuture<Outcome> update(
      String stateMachineArn,
      String name,
      @Nullable String description,
      List<StateMachineAlias.Route> routes,
      Instant now) {
    return writer.submit(connection -> {
      // Before it is read: what another node changes meanwhile must not be undone.
      StateMachineCatalog.lock(connection, stateMachineArn);
      var current = Jdbc.first(connection, FIND, StateMachineAlias::read, stateMachineArn, name);
      return current.isEmpty()
          ? new Outcome.Missing()
          : replace(
              connection,
              new StateMachineAlias(
                  stateMachineArn,
                  name,
                  description == null ? current.get().description() : description,
                  routes.isEmpty() ? current.get().routes() : routes,
                  current.get().creationDate(),
                  now));
    });
  }

  private static Outcome replace(Connection connection, StateMachineAlias changed)
      throws SQLException {
    var refused = refusal(connection, changed);
    if (refused != null) {
      return refused;
    }
    var gone = Jdbc.update(connection, DELETE, changed.stateMachineArn(), changed.name());
    if (gone == 0) {
      return new Outcome.Missing();
    }
    Jdbc.update(connection, INSERT, changed.columns());
    return new Outcome.Stored(changed);
  }

  /** Deletes an alias; one that is not there counts as deleted. */
  public CompletableFuture<Integer> delete(String stateMachineArn, String name) {
    return writer.submit(connection -> Jdbc.update(connection, DELETE, stateMachineArn, name));
  }

  static void forget(Connection connection, String stateMachineArn) throws SQLException {
    Jdbc.update(
        connection,
        "DELETE FROM state_machine_aliases WHERE state_machine_arn = ?",
        stateMachineArn);
  }

  static List<StateMachineAlias> all(Connection connection, String stateMachineArn)
      throws SQLException {
    return Jdbc.list(
        connection,
        SELECT + "WHERE state_machine_arn = ? ORDER BY name",
        StateMachineAlias::read,
        stateMachineArn);
  }

  private static Optional<StateMachineAlias> find(Connection connection, StateMachineAlias like)
      throws SQLException {
    return Jdbc.first(
        connection, FIND, StateMachineAlias::read, like.stateMachineArn(), like.name());
  }

  public Optional<StateMachineAlias> find(String stateMachineArn, String name) {
    return reads.first(FIND, StateMachineAlias::read, stateMachineArn, name);
  }

  /**
   * The aliases of a machine by name.
   *
   * @param version only those that lead to this version; null = all
   */
  public Page<StateMachineAlias> list(
      String stateMachineArn, @Nullable Integer version, int max, @Nullable String token) {
    var question = "aliases of " + stateMachineArn + " version " + version;
    var from = PageToken.parse(token, question);
    var wanted = version == null ? ALL : version;
    var found =
        reads.list(
            LIST,
            StateMachineAlias::read,
            stateMachineArn,
            from == null ? "" : from.name(),
            wanted,
            wanted,
            wanted,
            max + 1);
    return Page.of(found, max, last -> new PageToken(Instant.EPOCH, last.name()).text(question));
  }
}
