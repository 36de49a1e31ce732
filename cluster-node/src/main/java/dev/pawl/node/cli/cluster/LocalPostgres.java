package dev.pawl.node.cli.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A PostgreSQL of the cluster's own, as durable as one in production. */
final class LocalPostgres implements AutoCloseable {

  static final String USER = "postgres";

  private static final int PORT_LINE = 3;
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;

  private LocalPostgres(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts it on the data of this directory.
   *
   * @param connectionsMax how many connections the nodes open together
   */
  static LocalPostgres start(Path directory, int connectionsMax) throws IOException {
    return new LocalPostgres(
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB")
            .setServerConfig("max_connections", Integer.toString(connectionsMax))
            .setPGStartupWait(START_MAX)
            .start());
  }

  /** The one that an earlier run has left running there. */
  static Optional<String> left(Path directory) throws IOException {
    var file = directory.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(file);
    return lines.size() > PORT_LINE && isAlive(lines.getFirst())
        ? Optional.of(url(Integer.parseInt(lines.get(PORT_LINE).strip())))
        : Optional.empty();
  }

  private static boolean isAlive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.strip())).isPresent();
  }

  String url() {
    return url(postgres.getPort());
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
