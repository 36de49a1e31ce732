package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a signal to an execution. */
@Command(
    name = "signal",
    description = {
      "Give a signal to an execution.",
      "",
      "A state that waits for a signal of that name gets the payload as its result, now or later."
    },
    footer = {
      "  pawl signal A-1001 approved --payload '{\"by\":\"ada\"}'",
      "  pawl signal A-1001 approved --payload @approval.json --id approval-7"
    })
final class SignalCommand extends NodeCommand {

  @Parameters(
      index = "0",
      paramLabel = "EXECUTION",
      description = "NAME, MACHINE/NAME or ARN of the execution.")
  private String execution = "";

  @Parameters(index = "1", paramLabel = "SIGNAL", description = "What the state waits for.")
  private String signal = "";

  @Option(
      names = "--payload",
      paramLabel = JsonInput.FORMS,
      description = "The payload. Default: {}")
  private String payload = "{}";

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The same one twice is given once. Default: a new one")
  private @Nullable String id;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var arn = names.execution(execution);
    var request =
        AwsClient.object()
            .put("executionArn", arn)
            .put("name", signal)
            .put("payload", JsonInput.read(payload, "--payload"));
    if (id != null) {
      request.put("signalId", id);
    }
    var sent = aws.pawl("SignalExecution", request);
    if (json()) {
      printJson(sent);
    } else {
      print(
          "signalled  %s %s%s"
              .formatted(
                  arn,
                  sent.path("signalId").asText(),
                  sent.path("paused").asBoolean() ? " (it is paused: the signal waits)" : ""));
    }
    return ExitCode.OK;
  }
}
