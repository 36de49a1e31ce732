package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets an execution, or all of a state machine, stand still. */
@Command(
    name = "pause",
    description = {
      "Let an execution, or all executions of a state machine, stand still.",
      "",
      "Nothing is entered, offered or called until 'pawl resume'; what is under way may end."
    },
    footer = {
      "  pawl pause A-1001 --reason 'the customer called'",
      "  pawl pause --machine order-processing --reason 'the warehouse is down'"
    })
final class PauseCommand extends NodeCommand {

  @Parameters(
      paramLabel = "NAME",
      description = "NAME, MACHINE/NAME or ARN of the execution; with --machine, of the machine.")
  private String name = "";

  @Option(names = "--machine", description = "NAME is a state machine: pause all of it.")
  private boolean machine;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Shown by 'pawl explain'.")
  private @Nullable String reason;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var request = AwsClient.object();
    if (reason != null) {
      request.put("reason", reason);
    }
    var arn = machine ? names.stateMachine(name) : names.execution(name);
    var paused =
        machine
            ? aws.pawl("PauseStateMachine", request.put("stateMachineArn", arn))
            : aws.pawl("PauseExecution", request.put("executionArn", arn));
    if (json()) {
      printJson(paused);
    } else {
      print("paused  %s since %s".formatted(arn, Times.date(paused.path("pauseDate"))));
    }
    return ExitCode.OK;
  }
}
