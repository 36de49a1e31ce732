package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets running executions go over to another revision of their machine. */
@Command(
    name = "migrate",
    description = {
      "Let running executions go on with another revision of their machine.",
      "",
      "An execution goes over if every state that is open in it is in the other revision too, in"
          + " the same place and of the same type; else it is refused and stays as it is. With"
          + " --machine exits with 1 if one was refused."
    },
    footer = {
      "  pawl migrate A-1001                      (to the machine as it stands now)",
      "  pawl migrate A-1001 --to 7               (to its version 7)",
      "  pawl migrate --machine order-processing  (all that run)"
    })
final class MigrateCommand extends NodeCommand {

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  private static final class Which {
    @Parameters(
        paramLabel = "EXECUTION",
        description = "NAME, MACHINE/NAME or ARN of the execution.")
    private @Nullable String execution;

    @Option(
        names = "--machine",
        paramLabel = "MACHINE",
        description = "All running executions of that machine.")
    private @Nullable String machine;
  }

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      description = "A version or alias of the machine. Default: the machine as it stands now")
  private @Nullable String to;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    if (which.machine != null) {
      return all(aws, names.stateMachine(which.machine));
    }
    var arn = names.execution(String.valueOf(which.execution));
    var request = AwsClient.object().put("executionArn", arn);
    if (to != null) {
      var described =
          aws.stepFunctions("DescribeExecution", AwsClient.object().put("executionArn", arn));
      request.put("stateMachineArn", target(described.path("stateMachineArn").asText(), to));
    }
    var migrated = aws.pawl("MigrateExecution", request);
    if (json()) {
      printJson(migrated);
    } else {
      print("migrated  " + arn + " to " + revision(migrated));
    }
    return ExitCode.OK;
  }

  private static String target(String machineArn, String to) {
    return to.startsWith("arn:") ? to : machineArn + ":" + to;
  }

  private static String revision(JsonNode migrated) {
    return migrated.hasNonNull("stateMachineVersionArn")
        ? migrated.get("stateMachineVersionArn").asText()
        : "revision " + migrated.path("revisionId").asText("INITIAL");
  }

  /** Page by page; what is done stays done if this command is cut off. */
  private int all(AwsClient aws, String machineArn) throws AwsError, IOException {
    var request = AwsClient.object().put("stateMachineArn", machineArn);
    if (to != null) {
      request.put("targetArn", target(machineArn, to));
    }
    var migrated = 0;
    var refused = 0;
    JsonNode page;
    do {
      page = aws.pawl("MigrateExecutions", request);
      migrated += page.path("migrated").asInt();
      for (var one : page.path("notMigrated")) {
        refused++;
        show(one);
      }
      next(request, page);
    } while (page.hasNonNull("nextToken"));
    if (json()) {
      printJsonLine(AwsClient.object().put("migrated", migrated).put("notMigrated", refused));
    } else {
      print("migrated  %d executions of %s, and %d not".formatted(migrated, machineArn, refused));
    }
    return refused == 0 ? ExitCode.OK : ExitCode.BAD_ANSWER;
  }

  private void show(JsonNode one) {
    if (json()) {
      printJsonLine(one);
    } else {
      print(
          "not       %s: %s"
              .formatted(one.path("executionArn").asText(), one.path("reason").asText()));
    }
  }

  private static void next(ObjectNode request, JsonNode page) {
    if (page.hasNonNull("nextToken")) {
      request.put("nextToken", page.get("nextToken").asText());
    }
  }
}
