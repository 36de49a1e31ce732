package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how far a bulk operation is, until it is over. */
@Command(
    name = "watch",
    description = {
      "Show how far a bulk operation is, until it is over.",
      "",
      "Exits with 1 if it failed, was cancelled, or was refused by some of the executions."
    },
    footer = "  pawl bulk watch 7f1c9a51-0000-4000-8000-000000000000")
final class BulkWatchCommand extends NodeCommand {

  @Parameters(paramLabel = "ID", description = "As pawl bulk list shows it.")
  private String id = "";

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    return BulkProgress.show(this, BulkProgress.follow(aws, id, this::tell));
  }
}
