package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows, sets and deletes the concurrency limits of a state machine. */
@Command(
    name = "limits",
    description = {
      "Show or set how many executions of a state machine run at once.",
      "",
      "The others wait their turn. Without an option the limits are shown, and how many wait."
    },
    footer = {
      "  pawl limits order-processing",
      "  pawl limits order-processing --max 50",
      "  pawl limits order-processing --max 50 --per-key 1 --key '$.customerId'",
      "  pawl limits order-processing --delete"
    })
final class LimitsCommand extends NodeCommand {

  @Parameters(paramLabel = "MACHINE", description = "Name or ARN of the state machine.")
  private String machine = "";

  @Option(names = "--max", paramLabel = "N", description = "Executions that run at once.")
  private @Nullable Integer max;

  @Option(
      names = "--per-key",
      paramLabel = "N",
      description = "Executions with the same key that run at once.")
  private @Nullable Integer perKey;

  @Option(
      names = "--key",
      paramLabel = "PATH",
      description = "Reference Path to the key in the input.")
  private @Nullable String keyPath;

  @Option(
      names = "--max-queued",
      paramLabel = "N",
      description = "Executions that may wait; more are refused.")
  private @Nullable Integer maxQueued;

  @Option(names = "--delete", description = "Take the limits away; those who wait may go.")
  private boolean delete;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var request = AwsClient.object().put("stateMachineArn", names.stateMachine(machine));
    var changes = max != null || perKey != null || keyPath != null || maxQueued != null;
    if (delete && changes) {
      throw new CommandFailure(
          ExitCode.USAGE, "Expected --delete alone, but found limits to set beside it.");
    }
    if (delete) {
      aws.pawl("DeleteConcurrencyLimits", request);
    } else if (changes) {
      var put = request.deepCopy();
      put.put("maxConcurrency", max);
      put.put("maxConcurrencyPerKey", perKey);
      put.put("keyPath", keyPath);
      put.put("maxQueued", maxQueued);
      put.properties().removeIf(member -> member.getValue().isNull());
      aws.pawl("PutConcurrencyLimits", put);
    }
    var limits = aws.pawl("DescribeConcurrencyLimits", request);
    if (json()) {
      printJson(limits);
      return ExitCode.OK;
    }
    var table = new Table("RUNNING", "MAX", "PER KEY", "KEY", "QUEUED", "MAX QUEUED");
    table.row(
        limits.path("running").asText(),
        shown(limits.path("maxConcurrency")),
        shown(limits.path("maxConcurrencyPerKey")),
        shown(limits.path("keyPath")),
        limits.path("queued").asText(),
        shown(limits.path("maxQueued")));
    table.print(out());
    return ExitCode.OK;
  }

  private static String shown(JsonNode value) {
    return value.asText("-");
  }
}
