package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.persistence.EmbeddedBackup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Parameters(paramLabel = "FILE", description = "A zip that 'pawl backup' has written.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The new data directory. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of(DEFAULT_DATA);

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          ExitCode.LOCAL, "Expected a backup at " + file + ", but there is no such file.");
    }
    try {
      EmbeddedBackup.restore(file, data);
    } catch (IllegalStateException | UncheckedIOException e) {
      throw new CommandFailure(ExitCode.LOCAL, String.valueOf(e.getMessage()), e);
    }
    var target = data.toAbsolutePath().normalize();
    if (json()) {
      printJson(AwsClient.object().put("data", target.toString()));
    } else {
      print("restored  " + target);
      print("start     pawl dev --data " + data);
    }
    return ExitCode.OK;
  }
}
