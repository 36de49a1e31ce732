package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts an execution, and waits for its end if asked to. */
@Command(
    name = "start",
    description = "Start an execution of a state machine.",
    footer = {
      "  pawl start order-processing --input @order.json --name A-1001",
      "  pawl start order-processing --input '{\"id\":\"A-1001\"}' --wait",
      "  echo '{}' | pawl start hello --input - --wait --json",
      "  pawl start fast-quote --sync          (an EXPRESS machine)"
    })
final class StartCommand extends NodeCommand {

  @Parameters(paramLabel = "MACHINE", description = "Name or ARN of the state machine.")
  private String machine = "";

  @Option(names = "--input", paramLabel = JsonInput.FORMS, description = "The input. Default: {}")
  private String input = "{}";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the execution; the same name and input twice start it once.")
  private @Nullable String name;

  @Option(
      names = "--wait",
      description = "Wait for the end, print the output, and exit with 1 unless it succeeded.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "With --wait: how long. The execution goes on afterwards. Default: no limit")
  private long timeoutSeconds = Long.MAX_VALUE / 10_000_000_000L;

  @Option(names = "--sync", description = "Run an EXPRESS machine and print its answer.")
  private boolean sync;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException, InterruptedException {
    var request =
        AwsClient.object()
            .put("stateMachineArn", names.stateMachine(machine))
            .put("input", JsonInput.read(input, "--input"));
    if (name != null) {
      request.put("name", name);
    }
    return sync ? ended(aws.stepFunctions("StartSyncExecution", request)) : start(aws, request);
  }

  private int start(AwsClient aws, ObjectNode request)
      throws AwsError, IOException, InterruptedException {
    var started = aws.stepFunctions("StartExecution", request);
    var arn = started.path("executionArn").asText();
    if (wait) {
      tell("started  " + arn);
      return ended(awaitEnd(aws, arn));
    }
    if (json()) {
      printJson(started);
    } else {
      print("started  " + arn);
    }
    return ExitCode.OK;
  }

  private JsonNode awaitEnd(AwsClient aws, String arn)
      throws AwsError, IOException, InterruptedException {
    var until = Instant.now().plusSeconds(timeoutSeconds);
    var pause = Duration.ofMillis(50);
    while (true) {
      var execution =
          aws.stepFunctions("DescribeExecution", AwsClient.object().put("executionArn", arn));
      if (!execution.path("status").asText().equals("RUNNING")) {
        return execution;
      }
      if (Instant.now().isAfter(until)) {
        throw new CommandFailure(
            ExitCode.BAD_ANSWER,
            "Expected the execution to end within %d s, but it is still running: %s"
                .formatted(timeoutSeconds, arn));
      }
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(3).dividedBy(2).compareTo(Duration.ofSeconds(1)) < 0
              ? pause.multipliedBy(3).dividedBy(2)
              : Duration.ofSeconds(1);
    }
  }

  private int ended(JsonNode execution) {
    if (json()) {
      printJson(execution);
    } else {
      DescribeCommand.executionLines(execution).forEach(this::print);
    }
    return execution.path("status").asText().equals("SUCCEEDED")
        ? ExitCode.OK
        : ExitCode.BAD_ANSWER;
  }
}
