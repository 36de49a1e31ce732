package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets an execution, or all of a state machine, go on. */
@Command(
    name = "resume",
    description = {
      "Let an execution, or all executions of a state machine, go on.",
      "",
      "Exits with 1 if an execution stands still all the same, because its machine is paused."
    },
    footer = {"  pawl resume A-1001", "  pawl resume --machine order-processing"})
final class ResumeCommand extends NodeCommand {

  @Parameters(
      paramLabel = "NAME",
      description = "NAME, MACHINE/NAME or ARN of the execution; with --machine, of the machine.")
  private String name = "";

  @Option(names = "--machine", description = "NAME is a state machine: resume all of it.")
  private boolean machine;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var request = AwsClient.object();
    var arn = machine ? names.stateMachine(name) : names.execution(name);
    var resumed =
        machine
            ? aws.pawl("ResumeStateMachine", request.put("stateMachineArn", arn))
            : aws.pawl("ResumeExecution", request.put("executionArn", arn));
    var standsStill = resumed.path("paused").asBoolean();
    if (json()) {
      printJson(resumed);
    } else {
      print(
          standsStill
              ? "resumed  %s, but its state machine is paused: it stands still until that goes on"
                  .formatted(arn)
              : "resumed  " + arn);
    }
    return standsStill ? ExitCode.BAD_ANSWER : ExitCode.OK;
  }
}
