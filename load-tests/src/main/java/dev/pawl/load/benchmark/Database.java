package dev.pawl.load.benchmark;

import dev.pawl.load.node.DurablePostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The database under the node: how to give it to a node, and what it has done. */
final class Database implements AutoCloseable {

  private static final Pattern USER = Pattern.compile("[?&]user=([^&]+)");

  private final String name;
  private final @Nullable String jdbcUrl;
  private final Path directory;
  private final @Nullable DurablePostgres postgres;

  private Database(
      String name, @Nullable String jdbcUrl, Path directory, @Nullable DurablePostgres postgres) {
    this.name = name;
    this.jdbcUrl = jdbcUrl;
    this.directory = directory;
    this.postgres = postgres;
  }

  /** What PostgreSQL has written: bytes of its log, and how often it was forced to disk. */
  record Written(long walBytes, long walSyncs) {}

  /** The file that the node makes in its data directory. */
  static Database h2(Path directory) {
    return new Database("H2", null, directory, null);
  }

  /** One that only the nodes know. */
  static Database ofNodes(List<URI> endpoints, Path directory) {
    var name =
        "The database of "
            + endpoints.stream().map(URI::getAuthority).collect(Collectors.joining(", "));
    return new Database(name, null, directory, null);
  }

  /** A PostgreSQL of our own, durable as one in production is. */
  static Database embeddedPostgres(Path directory) throws IOException {
    var postgres = DurablePostgres.start(directory.resolve("postgres"));
    return new Database("PostgreSQL", postgres.jdbcUrl(), directory, postgres);
  }

  /** A PostgreSQL that is there already. */
  static Database at(String jdbcUrl, Path directory) {
    return new Database("PostgreSQL at " + jdbcUrl.split("\\?", 2)[0], jdbcUrl, directory, null);
  }

  String name() {
    return name;
  }

  boolean isEmbedded() {
    return jdbcUrl == null;
  }

  /** What {@code pawl dev} is told of it. */
  List<String> nodeArguments() {
    if (jdbcUrl == null) {
      return List.of();
    }
    var user = USER.matcher(jdbcUrl);
    return user.find()
        ? List.of("--jdbc-url", jdbcUrl, "--jdbc-user", user.group(1))
        : List.of("--jdbc-url", jdbcUrl);
  }

  /** H2 lets one process in, so the raw inserts get a file of their own with the same settings. */
  String rawJdbcUrl() {
    return jdbcUrl != null
        ? jdbcUrl
        : "jdbc:h2:file:"
            + directory.resolve("raw").toAbsolutePath()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;MAX_LENGTH_INPLACE_LOB=16384;USER=sa";
  }

  /** Processor time of the server, if it is one of our own. */
  Optional<Duration> processorTime() throws IOException {
    return postgres == null ? Optional.empty() : postgres.process().map(Processor::ofFamily);
  }

  /** Empty where it cannot be asked. */
  Optional<Written> written() throws SQLException {
    if (jdbcUrl == null) {
      return Optional.empty();
    }
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT wal_bytes::bigint, wal_sync FROM pg_stat_wal")) {
      row.next();
      return Optional.of(new Written(row.getLong(1), row.getLong(2)));
    }
  }

  @Override
  public void close() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }
}
