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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Functions, their versions and their code. The code lies in the database, and is therefore on
 * every node.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}; of {@link
 * #list}, {@link dev.pawl.persistence.jdbc.InvalidPageTokenException}.
 */
public final class FunctionCatalog {

  private static final String QUESTION = "functions";
  private static final String FIND =
      "SELECT " + FunctionEntry.COLUMNS + " FROM functions WHERE function_arn = ? AND version = ?";
  private static final String LIST =
      "SELECT "
          + FunctionEntry.COLUMNS
          + " FROM functions WHERE version = '$LATEST' AND function_arn > ? ORDER BY function_arn LIMIT ?";
  private static final String VERSIONS =
      "SELECT "
          + FunctionEntry.COLUMNS
          + " FROM functions WHERE function_arn = ? ORDER BY last_modified, version";
  private static final String INSERT =
      "INSERT INTO functions ("
          + FunctionEntry.COLUMNS
          + ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String UPDATE =
      """
      UPDATE functions SET revision_id = ?, code_sha256 = ?, last_modified = ?, configuration = ?
      WHERE function_arn = ? AND version = ? AND revision_id = ?\
      """;

  private static final String DELETE_VERSION =
      "DELETE FROM functions WHERE function_arn = ? AND version = ?";
  private static final String COLLECT =
      """
      DELETE FROM function_code WHERE NOT EXISTS
        (SELECT 1 FROM functions f WHERE f.code_sha256 = function_code.code_sha256)\
      """;

  private final JournalWriter writer;
  private final Reads reads;

  public FunctionCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /**
   * Creates a function or a version of one, unless it exists.
   *
   * @param code null = the code of this hash is already there, as when a version is published
   */
  public CompletableFuture<Created<FunctionEntry>> create(
      FunctionEntry entry, byte @Nullable [] code) {
    return writer.submit(connection -> create(connection, entry, code));
  }

  private static Created<FunctionEntry> create(
      Connection connection, FunctionEntry entry, byte @Nullable [] code) throws SQLException {
    keepCode(connection, entry, code);
    Jdbc.update(
        connection,
        INSERT,
        entry.functionArn(),
        entry.version(),
        entry.name(),
        entry.revisionId(),
        entry.codeSha256(),
        entry.lastModified(),
        entry.configuration());
    var stored = find(connection, entry).orElse(entry);
    return new Created<>(stored, stored.revisionId().equals(entry.revisionId()));
  }

  /**
   * Replaces configuration and code.
   *
   * @param changed with a new revisionId
   * @param code null = unchanged
   * @param revisionId of the entry that the change was made from
   * @return empty if the function was changed or deleted since
   */
  public CompletableFuture<Optional<FunctionEntry>> update(
      FunctionEntry changed, byte @Nullable [] code, String revisionId) {
    return writer
        .submit(connection -> update(connection, changed, code, revisionId))
        .thenApply(this::afterSweep);
  }

  private static Optional<FunctionEntry> update(
      Connection connection, FunctionEntry changed, byte @Nullable [] code, String revisionId)
      throws SQLException {
    keepCode(connection, changed, code);
    Jdbc.update(
        connection,
        UPDATE,
        changed.revisionId(),
        changed.codeSha256(),
        changed.lastModified(),
        changed.configuration(),
        changed.functionArn(),
        changed.version(),
        revisionId);
    return find(connection, changed)
        .filter(entry -> entry.revisionId().equals(changed.revisionId()));
  }

  /** Deletes a function with all its versions. */
  public CompletableFuture<Boolean> delete(String functionArn) {
    return writer.submit(connection -> delete(connection, functionArn)).thenApply(this::afterSweep);
  }

  private static boolean delete(Connection connection, String functionArn) throws SQLException {
    Tags.forget(connection, functionArn);
    return Jdbc.update(connection, "DELETE FROM functions WHERE function_arn = ?", functionArn) > 0;
  }

  /** Deletes one published version. */
  public CompletableFuture<Boolean> delete(String functionArn, String version) {
    return writer
        .submit(connection -> Jdbc.update(connection, DELETE_VERSION, functionArn, version) > 0)
        .thenApply(this::afterSweep);
  }

  // In a transaction of its own: it may collide with another node that stores the same code, and
  // may wait for the next time.
  private <T> T afterSweep(T answer) {
    var ignored =
        writer.submit(connection -> Jdbc.update(connection, COLLECT)).exceptionally(collision -> 0);
    return answer;
  }

  public Optional<FunctionEntry> find(String functionArn, String version) {
    return reads.first(FIND, FunctionEntry::read, functionArn, version);
  }

  private static Optional<FunctionEntry> find(Connection connection, FunctionEntry entry)
      throws SQLException {
    return Jdbc.first(connection, FIND, FunctionEntry::read, entry.functionArn(), entry.version());
  }

  /** The deployment package of this hash. */
  public Optional<byte[]> code(String codeSha256) {
    return reads.first(
        "SELECT code FROM function_code WHERE code_sha256 = ?", row -> row.getBytes(1), codeSha256);
  }

  /** Functions by ARN, and so by name, each in its {@value FunctionEntry#LATEST} version. */
  public Page<FunctionEntry> list(int max, @Nullable String token) {
    var from = PageToken.parse(token, QUESTION);
    var found = reads.list(LIST, FunctionEntry::read, from == null ? "" : from.name(), max + 1);
    return Page.of(
        found, max, last -> new PageToken(Instant.EPOCH, last.functionArn()).text(QUESTION));
  }

  /** All versions of a function, the oldest first, {@value FunctionEntry#LATEST} among them. */
  public List<FunctionEntry> versions(String functionArn) {
    return reads.list(VERSIONS, FunctionEntry::read, functionArn);
  }

  // The lock keeps the code from being collected before the function refers to it.
  private static void keepCode(Connection connection, FunctionEntry entry, byte @Nullable [] code)
      throws SQLException {
    if (code == null) {
      return;
    }
    do {
      Jdbc.update(
          connection,
          "INSERT INTO function_code (code_sha256, code) VALUES (?, ?) ON CONFLICT DO NOTHING",
          entry.codeSha256(),
          code);
    } while (Jdbc.list(
            connection,
            "SELECT 1 FROM function_code WHERE code_sha256 = ? FOR UPDATE",
            row -> true,
            entry.codeSha256())
        .isEmpty());
  }
}
