package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows or says what executions of a machine are searched by. */
@Command(
    name = "attributes",
    description = {
      "Show what executions of a state machine are searched by, or say it anew.",
      "",
      "What is said holds for executions that start from then on."
    },
    footer = {
      "  pawl attributes order-processing",
      "  pawl attributes order-processing --set 'customerId:string:input:$.customer.id' \\",
      "      --set 'total:number:output:$.total' --set 'step:string:variable:$progress.step'",
      "  pawl attributes order-processing --none"
    })
final class AttributesCommand extends NodeCommand {

  private static final Pattern ATTRIBUTE = Pattern.compile("([^:]+):([^:]+):([^:]+):(.+)");

  @Parameters(paramLabel = "MACHINE", description = "Name or ARN of a state machine.")
  private String machine = "";

  @Option(
      names = "--set",
      paramLabel = "NAME:TYPE:SOURCE:PATH",
      description =
          "All attributes from now on. Types: string, number, boolean, time. Sources: input,"
              + " output, variable.")
  private @Nullable List<String> attributes;

  @Option(names = "--none", description = "No attributes from now on.")
  private boolean none;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var request = AwsClient.object().put("stateMachineArn", names.stateMachine(machine));
    if (attributes != null && none) {
      throw new CommandFailure(
          ExitCode.USAGE, "Expected --set or --none, but found both: which attributes shall stay?");
    }
    if (attributes == null && !none) {
      return show(aws.pawl("DescribeIndexedAttributes", request));
    }
    var list = request.putArray("attributes");
    for (var text : attributes == null ? List.<String>of() : attributes) {
      var parts = ATTRIBUTE.matcher(text);
      if (!parts.matches()) {
        throw new CommandFailure(
            ExitCode.USAGE, "Expected --set NAME:TYPE:SOURCE:PATH, but found '" + text + "'.");
      }
      list.addObject()
          .put("name", parts.group(1))
          .put("type", parts.group(2).toUpperCase(Locale.ROOT))
          .put("source", parts.group(3).toUpperCase(Locale.ROOT))
          .put("path", parts.group(4));
    }
    return show(aws.pawl("PutIndexedAttributes", request));
  }

  private int show(JsonNode answer) {
    if (json()) {
      printJson(answer);
      return ExitCode.OK;
    }
    var table = new Table("NAME", "TYPE", "SOURCE", "PATH");
    for (var attribute : answer.path("attributes")) {
      table.row(
          attribute.path("name").asText(),
          attribute.path("type").asText(),
          attribute.path("source").asText(),
          attribute.path("path").asText());
    }
    if (table.isEmpty()) {
      print("No attributes.");
    } else {
      table.print(out());
    }
    return ExitCode.OK;
  }
}
