package dev.pawl.persistence;

import dev.pawl.persistence.DatabaseStartException.Problem;
import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.JournalBinding;
import dev.pawl.persistence.journal.JournalWriter;
import dev.pawl.persistence.schema.Migrations;
import dev.pawl.persistence.schema.NewerSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2 in a file.
 *
 * @param fileSystem H2's prefix of file names: {@code file}, or that of a test's own file system
 */
record EmbeddedEngine(Path dataDirectory, String fileSystem) implements Engine {

  static final String NAME = "pawl";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);
  // Payloads up to 16 KiB stay in their row; H2 would move everything over 256 bytes into another
  // place and back.
  private static final String OPTIONS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;MAX_LENGTH_INPLACE_LOB=16384"
          + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE";

  // H2 would let a second node of this process in, and both would write.
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  @Override
  public void claim() {
    if (!OPEN.add(path())) {
      throw inUse("this", null);
    }
  }

  private Path path() {
    return dataDirectory.toAbsolutePath().normalize();
  }

  @Override
  public DataSource source(String purpose) {
    try {
      Files.createDirectories(dataDirectory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var source = new JdbcDataSource();
    source.setURL("jdbc:h2:" + fileSystem + ":" + path().resolve(NAME) + OPTIONS);
    // The user that owns the database, and so may say CHECKPOINT SYNC.
    source.setUser("pawl");
    source.setPassword("");
    return source;
  }

  @Override
  public void migrate(DataSource source) {
    Migrations.onH2(source);
    // A new file that was never forced may come out of a power loss unreadable. From here on it
    // cannot.
    try (var connection = source.getConnection()) {
      Jdbc.update(connection, "CHECKPOINT SYNC");
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "Expected the new schema to reach the disk, but: " + e, e);
    }
  }

  @Override
  public JournalWriter writer(DataSource source, JournalWriter.Limits limits) {
    return JournalWriter.onH2(source, limits);
  }

  @Override
  public JournalBinding bind(JournalWriter writer, DataSource pool, int connections) {
    return JournalBinding.onH2(writer, pool, connections);
  }

  @Override
  public DatabaseStartException startException(Exception cause) {
    if (cause instanceof NewerSchemaException) {
      return new DatabaseStartException(
          Problem.SCHEMA_IS_NEWER,
          "%s Data directory: %s".formatted(cause.getMessage(), dataDirectory),
          cause);
    }
    return switch (SqlCauses.h2Code(cause)) {
      case ErrorCode.DATABASE_ALREADY_OPEN_1 -> inUse("another", cause);
      case SqlCauses.NONE ->
          cause instanceof UncheckedIOException ? unusable(cause) : migrationFailed(cause);
      default -> unusable(cause);
    };
  }

  private DatabaseStartException inUse(String whose, @Nullable Exception cause) {
    return new DatabaseStartException(
        Problem.DATA_DIRECTORY_IN_USE,
        "Expected the data directory %s for this node alone, but %s process has it open."
            .formatted(dataDirectory, whose),
        cause);
  }

  private DatabaseStartException unusable(Exception cause) {
    return new DatabaseStartException(
        Problem.DATA_DIRECTORY_UNUSABLE,
        "Expected to open the database in %s, but: %s".formatted(dataDirectory, cause.getMessage()),
        cause);
  }

  private DatabaseStartException migrationFailed(Exception cause) {
    return new DatabaseStartException(
        Problem.MIGRATION_FAILED,
        "Expected to migrate the database in %s, but: %s"
            .formatted(dataDirectory, cause.getMessage()),
        cause);
  }

  @Override
  public void release() {
    try (var connection = source("close").getConnection()) {
      Jdbc.update(connection, "SHUTDOWN");
    } catch (SQLException | UncheckedIOException e) {
      LOG.debug("The embedded database is not open, or not ours: {}", e.toString());
    } finally {
      OPEN.remove(path());
    }
  }
}
