package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists executions, newest first. */
@Command(
    name = "list",
    description = "List executions, newest first: of one state machine, or of all.",
    footer = {
      "  pawl list",
      "  pawl list order-processing --status RUNNING",
      "  pawl list --json | jq -r '.executions[].executionArn'"
    })
final class ListCommand extends NodeCommand {

  enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "MACHINE",
      description = "Name or ARN of a state machine. Default: all machines")
  private @Nullable String machine;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only those: ${COMPLETION-CANDIDATES}.")
  private @Nullable Status status;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50")
  private int limit = 50;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    positive(limit, "--limit");
    var executions = new ArrayList<JsonNode>();
    for (var arn : machines(aws, names)) {
      aws.pages("ListExecutions", filter(arn), "executions", limit).forEach(executions::add);
    }
    executions.sort(
        Comparator.comparingDouble((JsonNode e) -> e.path("startDate").asDouble()).reversed());
    var shown = executions.subList(0, Math.min(limit, executions.size()));
    if (json()) {
      var all = AwsClient.object();
      all.putArray("executions").addAll(shown);
      printJson(all);
    } else {
      printTable(shown);
    }
    return ExitCode.OK;
  }

  private List<String> machines(AwsClient aws, Names names) throws AwsError, IOException {
    if (machine != null) {
      return List.of(names.stateMachine(machine));
    }
    var arns = new ArrayList<String>();
    for (var listed : MachinesCommand.all(aws)) {
      // Executions of EXPRESS machines are not kept, so AWS does not list them.
      if (listed.path("type").asText().equals("STANDARD")) {
        arns.add(listed.path("stateMachineArn").asText());
      }
    }
    return arns;
  }

  private ObjectNode filter(String stateMachineArn) {
    var filter = AwsClient.object().put("stateMachineArn", stateMachineArn);
    filter.put("maxResults", Math.min(1000, Math.max(1, limit)));
    return status == null ? filter : filter.put("statusFilter", status.name());
  }

  private void printTable(List<JsonNode> executions) {
    if (executions.isEmpty()) {
      print("No executions. Start one with: pawl start MACHINE");
      return;
    }
    var table = new Table("MACHINE", "EXECUTION", "STATUS", "STARTED", "TOOK");
    for (var e : executions) {
      table.row(
          lastPart(e.path("stateMachineArn").asText()),
          e.path("name").asText(),
          e.path("status").asText(),
          Times.date(e.path("startDate")),
          Times.between(e.path("startDate"), e.path("stopDate")));
    }
    table.print(out());
  }

  static String lastPart(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
