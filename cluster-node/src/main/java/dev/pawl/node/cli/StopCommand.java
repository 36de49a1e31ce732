package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops an execution. */
@Command(
    name = "stop",
    description = {"Stop an execution.", "", "It ends as ABORTED; what it has done is not undone."},
    footer = {
      "  pawl stop A-1001",
      "  pawl stop order-processing/A-1001 --error Cancelled --cause 'the customer called'"
    })
final class StopCommand extends NodeCommand {

  @Parameters(paramLabel = "EXECUTION", description = "NAME, MACHINE/NAME or ARN of the execution.")
  private String execution = "";

  @Option(names = "--error", paramLabel = "NAME", description = "Error name for the history.")
  private @Nullable String error;

  @Option(names = "--cause", paramLabel = "TEXT", description = "Reason for the history.")
  private @Nullable String cause;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var arn = names.execution(execution);
    var request = AwsClient.object().put("executionArn", arn);
    if (error != null) {
      request.put("error", error);
    }
    if (cause != null) {
      request.put("cause", cause);
    }
    var stopped = aws.stepFunctions("StopExecution", request);
    if (json()) {
      printJson(stopped);
    } else {
      print("stopped  %s at %s".formatted(arn, Times.date(stopped.path("stopDate"))));
    }
    return ExitCode.OK;
  }
}
