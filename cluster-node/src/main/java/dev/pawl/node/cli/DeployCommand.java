package dev.pawl.node.cli;

import dev.pawl.engine.asl.MachineType;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import dev.pawl.node.cli.deploy.Deployment;
import dev.pawl.node.cli.deploy.DeploymentFailure;
import dev.pawl.node.cli.deploy.InvalidDefinitions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings definitions and functions from a directory onto a node. */
@Command(
    name = "deploy",
    description = {
      "Create or update state machines and functions.",
      "",
      "From a directory, from a definition, or from the directory of one function. Deploying twice"
          + " changes nothing.",
      "",
      "In a directory: NAME.asl.json or NAME.asl.yaml become state machines, functions/NAME/ with a"
          + " function.json become functions. ${NAME} in a definition is replaced by the ARN of"
          + " that function, or by a parameter."
    },
    footer = {
      "  pawl deploy examples/order-processing",
      "  pawl deploy hello.asl.json",
      "  pawl deploy examples/product-import --set ShopDatabase='jdbc:h2:~/shop;AUTO_SERVER=TRUE'"
    })
final class DeployCommand extends NodeCommand {

  @Parameters(paramLabel = "DIR|FILE", description = "What to deploy.")
  private Path path = Path.of(".");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A value for ${NAME} in definitions and environment variables.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "What the machines become: ${COMPLETION-CANDIDATES}. Default: STANDARD")
  private MachineType type = MachineType.STANDARD;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    try {
      var steps = new Deployment(aws, parameters, type).deploy(path);
      if (json()) {
        printJson(steps);
      } else {
        printTable(steps);
      }
      return ExitCode.OK;
    } catch (DeploymentFailure e) {
      throw new CommandFailure(ExitCode.LOCAL, e.getMessage(), e);
    } catch (InvalidDefinitions e) {
      for (var file : e.findings()) {
        file.findings().forEach(finding -> tell(ValidateCommand.line(file.file().file(), finding)));
      }
      tell("pawl: Nothing was deployed: the definitions above have errors.");
      return ExitCode.BAD_ANSWER;
    }
  }

  private void printTable(List<Deployment.Step> steps) {
    var table = new Table("KIND", "NAME", "CHANGE", "ARN");
    steps.forEach(step -> table.row(step.kind(), step.name(), step.change(), step.arn()));
    table.print(out());
  }

  private void printJson(List<Deployment.Step> steps) {
    var all = AwsClient.object();
    var array = all.putArray("deployed");
    steps.forEach(step ->
        array
            .addObject()
            .put("kind", step.kind())
            .put("name", step.name())
            .put("change", step.change())
            .put("arn", step.arn()));
    printJson(all);
  }
}
