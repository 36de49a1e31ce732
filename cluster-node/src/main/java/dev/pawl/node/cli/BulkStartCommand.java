package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Begins a bulk operation and shows how far it is. */
abstract class BulkStartCommand extends NodeCommand {

  @Option(
      names = "--query",
      required = true,
      paramLabel = "QUERY",
      description = "Which executions; see pawl search --help.")
  private String query = "";

  @Option(names = "--dry-run", description = "Only count them.")
  private boolean dryRun;

  @Option(
      names = "--max-per-second",
      paramLabel = "N",
      description = "How many in a second: 1 to 10000. Default: 100")
  private int maxPerSecond = 100;

  @Option(names = "--no-wait", description = "Begin, and do not wait for the end.")
  private boolean noWait;

  abstract String action();

  ObjectNode parameters(ObjectNode request) {
    return request;
  }

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var request = AwsClient.object().put("action", action()).put("query", query);
    request.put("dryRun", dryRun).put("maxPerSecond", maxPerSecond);
    var begun = aws.pawl("StartBulkOperation", parameters(request));
    var id = begun.path("bulkOperationId").asText();
    var end = noWait ? begun : BulkProgress.follow(aws, id, this::tell);
    if (json()) {
      printJson(end);
    } else {
      print(BulkProgress.line(end));
      if (end.hasNonNull("lastRefusal")) {
        print("last refused: " + end.path("lastRefusal").asText());
      }
    }
    return ExitCode.OK;
  }

  /** Stops them. */
  @Command(
      name = "stop",
      description = "Stop all executions that a query finds.",
      footer =
          "  pawl bulk stop --query 'stateMachine = orders and status = RUNNING' --error Cancelled")
  static final class Stop extends BulkStartCommand {

    @Option(names = "--error", paramLabel = "NAME", description = "Error name for the histories.")
    private @Nullable String error;

    @Option(names = "--cause", paramLabel = "TEXT", description = "Reason for the histories.")
    private @Nullable String cause;

    @Override
    String action() {
      return "STOP";
    }

    @Override
    ObjectNode parameters(ObjectNode request) {
      if (error != null) {
        request.put("error", error);
      }
      return cause == null ? request : request.put("cause", cause);
    }
  }

  /** Takes them up again. */
  @Command(
      name = "redrive",
      description = "Take up again all failed, stopped or timed-out executions that a query finds.",
      footer = "  pawl bulk redrive --query 'status = FAILED and customerId = \"A-17\"'")
  static final class Redrive extends BulkStartCommand {

    @Override
    String action() {
      return "REDRIVE";
    }
  }
}
