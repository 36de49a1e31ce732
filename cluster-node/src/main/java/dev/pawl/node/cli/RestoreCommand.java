package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data directory out of a backup. */
@Command(
    name = "restore",
    description = {
      "Make a data directory out of a backup.",
      "",
      "A node that starts on it continues every execution that"
          + " was running at the moment of the backup, as after a crash.",
      "It needs a directory without a database; what was in use before is never overwritten."
    },
    footer = {"  pawl restore pawl-2026-11-22.zip --data restored", "  pawl dev --data restored"})
final class RestoreCommand extends PawlCommand {

  private static final String DATABASE = ".mv.db";

  @Parameters(paramLabel = "FILE", description = "A zip that 'pawl backup' has written.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The new data directory. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of(DEFAULT_DATA);

  @Override
  public Integer call() throws IOException {
    try (var zip = open()) {
      var entry =
          zip.stream()
              .filter(candidate -> candidate.getName().endsWith(DATABASE))
              .findFirst()
              .orElseThrow(this::noBackup);
      var name = Path.of(entry.getName()).getFileName();
      var target = data.resolve(name.toString()).toAbsolutePath().normalize();
      if (Files.exists(target)) {
        throw new CommandFailure(
            ExitCode.LOCAL,
            "Expected a directory without a database, but there is one at " + target + ".");
      }
      Files.createDirectories(data);
      try (var in = zip.getInputStream(entry)) {
        Files.copy(in, target);
      }
      print(target);
    }
    return ExitCode.OK;
  }

  private void print(Path target) {
    if (json()) {
      printJson(AwsClient.object().put("file", target.toString()));
    } else {
      print("restored  " + target);
      print("start     pawl dev --data " + data);
    }
  }

  private ZipFile open() {
    try {
      return new ZipFile(file.toFile());
    } catch (IOException e) {
      throw noBackup();
    }
  }

  private CommandFailure noBackup() {
    return new CommandFailure(
        ExitCode.LOCAL, "Expected a backup of Pawl, but " + file + " is not one.");
  }
}
