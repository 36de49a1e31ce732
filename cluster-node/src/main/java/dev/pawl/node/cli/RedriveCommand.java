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

/** Takes an execution up again that has ended. */
@Command(
    name = "redrive",
    description = {
      "Take up again an execution that has ended.",
      "",
      "Without --from it goes on where it failed, was stopped or timed out, for 14 days, as with"
          + " AWS. With --from it goes on from that state, however and whenever it ended."
    },
    footer = {
      "  pawl redrive A-1001",
      "  pawl redrive order-processing/A-1001 --from ChargeCard",
      "  pawl redrive A-1001 --from ChargeCard --input '{\"amount\": 12}'"
    })
final class RedriveCommand extends NodeCommand {

  @Parameters(paramLabel = "EXECUTION", description = "NAME, MACHINE/NAME or ARN of the execution.")
  private String execution = "";

  @Option(
      names = "--from",
      paramLabel = "STATE",
      description =
          "A state of the outermost flow, with the data that it had when it was entered last.")
  private @Nullable String from;

  @Option(
      names = "--input",
      paramLabel = JsonInput.FORMS,
      description = "With --from: other input for that state.")
  private @Nullable String input;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    if (input != null && from == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Expected --from beside --input, but found none: a redrive without it keeps all data.");
    }
    var arn = names.execution(execution);
    var redriven = redrive(aws, arn);
    if (json()) {
      printJson(redriven);
    } else {
      print(
          "redriven  %s at %s%s"
              .formatted(
                  arn,
                  Times.date(redriven.path("redriveDate")),
                  from == null ? "" : " from " + from));
    }
    return ExitCode.OK;
  }

  private JsonNode redrive(AwsClient aws, String arn) throws AwsError, IOException {
    var request = AwsClient.object().put("executionArn", arn);
    if (from == null) {
      return aws.stepFunctions("RedriveExecution", request);
    }
    request.put("stateName", from);
    if (input != null) {
      request.put("input", JsonInput.read(input, "--input"));
    }
    return aws.pawl("RedriveExecutionFrom", request);
  }
}
