package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a bulk operation; what it has done stays. */
@Command(
    name = "cancel",
    description = "End a bulk operation; what it has done stays.",
    footer = "  pawl bulk cancel 7f1c9a51-0000-4000-8000-000000000000")
final class BulkCancelCommand extends NodeCommand {

  @Parameters(paramLabel = "ID", description = "As pawl bulk list shows it.")
  private String id = "";

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var end = aws.pawl("StopBulkOperation", BulkProgress.request(id));
    if (json()) {
      printJson(end);
    } else {
      print(BulkProgress.line(end));
    }
    return ExitCode.OK;
  }
}
