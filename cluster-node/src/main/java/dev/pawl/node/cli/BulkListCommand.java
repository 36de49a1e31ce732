package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists bulk operations. */
@Command(
    name = "list",
    description = "List bulk operations, newest first.",
    footer = "  pawl bulk list --limit 5")
final class BulkListCommand extends NodeCommand {

  @Option(names = "--limit", paramLabel = "N", description = "1 to 1000. Default: 20")
  private int limit = 20;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    positive(limit, "--limit");
    var answer = aws.pawl("ListBulkOperations", AwsClient.object().put("maxResults", limit));
    if (json()) {
      printJson(answer);
      return ExitCode.OK;
    }
    var table = new Table("ID", "ACTION", "STATUS", "STARTED", "FOUND", "DONE", "REFUSED", "QUERY");
    for (var o : answer.path("bulkOperations")) {
      table.row(
          o.path("bulkOperationId").asText(),
          o.path("action").asText() + (o.path("dryRun").asBoolean() ? " (dry run)" : ""),
          o.path("status").asText(),
          Times.date(o.path("startDate")),
          o.path("matched").asText(),
          o.path("succeeded").asText(),
          o.path("refused").asText(),
          o.path("query").asText());
    }
    if (table.isEmpty()) {
      print("No bulk operations.");
    } else {
      table.print(out());
    }
    return ExitCode.OK;
  }
}
