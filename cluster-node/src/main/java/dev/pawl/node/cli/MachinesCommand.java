package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Lists state machines. */
@Command(
    name = "machines",
    description = "List state machines.",
    footer = {"  pawl machines", "  pawl machines --json | jq -r '.stateMachines[].name'"})
final class MachinesCommand extends NodeCommand {

  private static final int MACHINES_MAX = 10_000;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var machines = all(aws);
    if (json()) {
      var all = AwsClient.object();
      all.set("stateMachines", machines);
      printJson(all);
      return ExitCode.OK;
    }
    var table = new Table("MACHINE", "TYPE", "CREATED", "ARN");
    machines.forEach(machine ->
        table.row(
            machine.path("name").asText(),
            machine.path("type").asText(),
            Times.date(machine.path("creationDate")),
            machine.path("stateMachineArn").asText()));
    if (table.isEmpty()) {
      print("No state machines. Deploy one with: pawl deploy DIR");
    } else {
      table.print(out());
    }
    return ExitCode.OK;
  }

  static ArrayNode all(AwsClient aws) throws AwsError, IOException {
    return aws.pages("ListStateMachines", AwsClient.object(), "stateMachines", MACHINES_MAX);
  }
}
