package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies the embedded database of a running node. */
@Command(
    name = "backup",
    description = {
      "Copy the database of a running node to a file.",
      "",
      "The node goes on meanwhile.",
      "The copy is the database at one moment: executions, state machines and functions with their"
          + " code. Logs of functions are not in it. Served on loopback only."
    },
    footer = {
      "  pawl backup pawl-$(date +%F).zip",
      "  pawl restore pawl-2026-11-22.zip --data new"
    })
final class BackupCommand extends NodeCommand {

  @Parameters(paramLabel = "FILE", description = "The zip to write. It must not be there yet.")
  private Path file = Path.of("");

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var target = file.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw new CommandFailure(
          ExitCode.LOCAL,
          "Expected to write a new file, but there is already one at " + target + ".");
    }
    var written = aws.pawl("POST", "backup", AwsClient.object().put("file", target.toString()));
    if (json()) {
      printJson(written);
    } else {
      print("backup  " + target + sizeOf(target));
    }
    return ExitCode.OK;
  }

  private static String sizeOf(Path file) throws IOException {
    return Files.exists(file) ? "  (%d KiB)".formatted((Files.size(file) + 1023) / 1024) : "";
  }
}
