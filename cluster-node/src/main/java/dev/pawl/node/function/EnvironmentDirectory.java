package dev.pawl.node.function;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * What one environment has on disk for as long as it lives: its temporary directory and its output.
 */
final class EnvironmentDirectory {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private final Path root;
  private final Path runtimes;
  private final String runAs;
  private final String logStream;
  private final FunctionLog log;
  private final Clock clock;
  private final String id;
  private volatile @org.jspecify.annotations.Nullable ProcessOutput output;

  EnvironmentDirectory(
      Path runDirectory,
      Path runtimes,
      String runAs,
      FunctionSpec spec,
      FunctionLog log,
      Clock clock) {
    this.id = UUID.randomUUID().toString().replace("-", "");
    this.root = runDirectory.resolve(id);
    this.runtimes = runtimes;
    this.runAs = runAs;
    this.log = log;
    this.clock = clock;
    this.logStream = DAY.format(clock.instant()) + "/[" + spec.version() + "]" + id;
  }

  void make() throws IOException {
    Files.createDirectories(root);
    Files.createDirectory(temporary());
    Files.setPosixFilePermissions(temporary(), PosixFilePermissions.fromString("rwx------"));
    if (!runAs.isEmpty()) {
      var users = root.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(temporary(), users.lookupPrincipalByName(runAs));
    }
    output = new ProcessOutput(root.resolve("output"), id.substring(0, 8), log, clock);
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  /** Only after {@link #make}. */
  ProcessOutput output() {
    ProcessOutput made = output;
    if (made == null) {
      throw new AssertionError("Expected the directory of an environment to have been made.");
    }
    return made;
  }

  /** As Lambda names log streams. */
  String logStream() {
    return logStream;
  }

  ProcessEnvironment.Place place(Path code, String runtimeApi) {
    return new ProcessEnvironment.Place(code, temporary(), runtimes, runtimeApi);
  }

  void delete() {
    ProcessOutput made = output;
    if (made != null) {
      made.close();
    }
    FileTree.delete(root);
  }
}
