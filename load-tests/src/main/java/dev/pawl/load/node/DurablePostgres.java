package dev.pawl.load.node;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.ArchUtils;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A PostgreSQL of our own under the node, as durable as one in production. It ends with us. */
public final class DurablePostgres implements AutoCloseable {

  /** Enough for eight nodes with twenty connections each, and some that look on. */
  private static final int CONNECTIONS_MAX = 200;

  private static final String USER = "postgres";

  /** Of postmaster.pid, counted from zero. */
  private static final int PORT_LINE = 3;

  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;
  private final Path directory;

  private DurablePostgres(EmbeddedPostgres postgres, Path directory) {
    this.postgres = postgres;
    this.directory = directory;
  }

  /** Starts an empty one; what lay in the directory is gone. */
  public static DurablePostgres start(Path directory) throws IOException {
    var postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(true)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB")
            .setServerConfig("max_connections", Integer.toString(CONNECTIONS_MAX))
            .setPGStartupWait(START_MAX)
            .setPgBinaryResolver(DurablePostgres::binary)
            .start();
    return new DurablePostgres(postgres, directory);
  }

  // Differs from the library's own, which refuses when it finds two: in a packaged build the
  // binary is on the class path twice, in the local repository and beside the node's jar.
  private static InputStream binary(String system, String machine) throws IOException {
    for (var platform : platforms(system, ArchUtils.normalize(machine))) {
      var name = "postgres-" + platform.replace(' ', '_').toLowerCase(Locale.ROOT) + ".txz";
      var found = EmbeddedPostgres.class.getClassLoader().getResourceAsStream(name);
      if (found != null) {
        return found;
      }
    }
    throw new IOException(
        "Expected a PostgreSQL for %s %s on the class path. Build with -Dembedded-postgres.platform."
            .formatted(system, machine));
  }

  /** The best first. Windows and macOS on ARM run what was built for x86_64. */
  private static List<String> platforms(String system, String architecture) {
    return List.of(
        "%s-%s-%s".formatted(system, architecture, LinuxUtils.getDistributionName()),
        "%s-%s".formatted(system, architecture),
        "%s-x86_64".formatted(system));
  }

  /** Names the user too. */
  public String jdbcUrl() {
    return postgres.getJdbcUrl(USER, "postgres");
  }

  /** On 127.0.0.1. */
  public int port() {
    return postgres.getPort();
  }

  public String user() {
    return USER;
  }

  /** The server's first process, whose children are the others. */
  public Optional<ProcessHandle> process() throws IOException {
    return process(directory);
  }

  /** The same of any server on the data of that directory. */
  public static Optional<ProcessHandle> process(Path directory) throws IOException {
    var lines = Files.readAllLines(directory.resolve("postmaster.pid"));
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
  }

  /** Where the server on the data of that directory listens. */
  public static int port(Path directory) throws IOException {
    return Integer.parseInt(
        Files.readAllLines(directory.resolve("postmaster.pid")).get(PORT_LINE).strip());
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
