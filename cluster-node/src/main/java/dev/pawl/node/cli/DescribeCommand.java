package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import dev.pawl.node.cli.client.UnknownName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one execution or one state machine. */
@Command(
    name = "describe",
    description = "Show an execution or a state machine.",
    footer = {
      "  pawl describe A-1001",
      "  pawl describe order-processing/A-1001",
      "  pawl describe order-processing         (its definition)",
      "  pawl describe A-1001 --json | jq -r .output"
    })
final class DescribeCommand extends NodeCommand {

  @Parameters(
      paramLabel = "NAME",
      description = "An execution (NAME, MACHINE/NAME or ARN) or a state machine (NAME or ARN).")
  private String name = "";

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var arn = resolve(names);
    var execution = !arn.contains(":stateMachine:");
    var described =
        execution
            ? aws.stepFunctions("DescribeExecution", AwsClient.object().put("executionArn", arn))
            : aws.stepFunctions(
                "DescribeStateMachine", AwsClient.object().put("stateMachineArn", arn));
    if (json()) {
      printJson(described);
    } else {
      (execution ? executionLines(described) : machineLines(described)).forEach(this::print);
    }
    return ExitCode.OK;
  }

  private String resolve(Names names) throws AwsError, IOException {
    if (name.startsWith("arn:") || name.contains("/")) {
      return names.execution(name);
    }
    try {
      return names.stateMachine(name);
    } catch (UnknownName noMachine) {
      return names.execution(name);
    }
  }

  static List<String> executionLines(JsonNode e) {
    var lines = new ArrayList<String>();
    lines.add("execution  " + e.path("executionArn").asText());
    lines.add("status     " + e.path("status").asText());
    lines.add("started    " + Times.date(e.path("startDate")));
    if (e.has("stopDate")) {
      lines.add(
          "ended      %s, after %s"
              .formatted(
                  Times.date(e.path("stopDate")),
                  Times.between(e.path("startDate"), e.path("stopDate"))));
    }
    for (var member : List.of("input", "output", "error", "cause")) {
      if (e.hasNonNull(member)) {
        lines.add("%-10s %s".formatted(member, e.path(member).asText()));
      }
    }
    return lines;
  }

  private static List<String> machineLines(JsonNode m) {
    return List.of(
        "machine    " + m.path("stateMachineArn").asText(),
        "type       " + m.path("type").asText(),
        "status     " + m.path("status").asText(),
        "created    " + Times.date(m.path("creationDate")),
        "revision   " + m.path("revisionId").asText("INITIAL"),
        "",
        m.path("definition").asText());
  }
}
