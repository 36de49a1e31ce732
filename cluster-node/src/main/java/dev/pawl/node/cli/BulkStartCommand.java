package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Begins a bulk operation and shows how far it is; 1 if not all went well. */
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

  /** Adds what only this action has. */
  ObjectNode parameters(ObjectNode request, Names names) throws AwsError, IOException {
    return request;
  }

  private static ObjectNode with(ObjectNode request, String member, @Nullable String text) {
    return text == null ? request : request.put(member, text);
  }

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var request = AwsClient.object().put("action", action()).put("query", query);
    request.put("dryRun", dryRun).put("maxPerSecond", maxPerSecond);
    var begun = aws.pawl("StartBulkOperation", parameters(request, names));
    var id = begun.path("bulkOperationId").asText();
    return BulkProgress.show(this, noWait ? begun : BulkProgress.follow(aws, id, this::tell));
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
    ObjectNode parameters(ObjectNode request, Names names) {
      return with(with(request, "error", error), "cause", cause);
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

  /** Lets them stand still. */
  @Command(
      name = "pause",
      description = "Let all executions that a query finds stand still.",
      footer = "  pawl bulk pause --query 'customerId = \"A-17\"' --reason 'is it a fraud?'")
  static final class Pause extends BulkStartCommand {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Shown by 'pawl explain'.")
    private @Nullable String reason;

    @Override
    String action() {
      return "PAUSE";
    }

    @Override
    ObjectNode parameters(ObjectNode request, Names names) {
      return with(request, "reason", reason);
    }
  }

  /** Lets them go on. */
  @Command(
      name = "resume",
      description = "Let all executions that a query finds go on.",
      footer = "  pawl bulk resume --query 'customerId = \"A-17\"'")
  static final class Resume extends BulkStartCommand {
    @Override
    String action() {
      return "RESUME";
    }
  }

  /** Lets them go over to another revision. */
  @Command(
      name = "migrate",
      description = {
        "Let all running executions that a query finds go on with another revision of their"
            + " machine.",
        "",
        "Those that have a state open that the other revision does not have are refused."
      },
      footer = {
        "  pawl bulk migrate --query 'stateMachine = orders and status = RUNNING'",
        "  pawl bulk migrate --query 'stateMachine = orders and status = RUNNING' --to orders:7"
      })
  static final class Migrate extends BulkStartCommand {
    @Option(
        names = "--to",
        paramLabel = "TARGET",
        description =
            "A version or alias: MACHINE:VERSION, MACHINE:ALIAS or its ARN. Default: each one's"
                + " machine as it stands now")
    private @Nullable String to;

    @Override
    String action() {
      return "MIGRATE";
    }

    @Override
    ObjectNode parameters(ObjectNode request, Names names) throws AwsError, IOException {
      return with(request, "targetArn", to == null ? null : arn(to, names));
    }

    private static String arn(String target, Names names) throws AwsError, IOException {
      var colon = target.lastIndexOf(':');
      return target.startsWith("arn:") || colon < 0
          ? names.stateMachine(target)
          : names.stateMachine(target.substring(0, colon)) + target.substring(colon);
    }
  }
}
