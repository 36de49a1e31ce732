package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Lists functions. */
@Command(
    name = "functions",
    description = "List functions.",
    footer = {"  pawl functions", "  pawl functions --json | jq -r '.Functions[].FunctionName'"})
final class FunctionsCommand extends NodeCommand {

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var functions = all(aws);
    if (json()) {
      var all = AwsClient.object();
      all.set("Functions", functions);
      printJson(all);
      return ExitCode.OK;
    }
    var table = new Table("FUNCTION", "RUNTIME", "HANDLER", "TIMEOUT", "CODE", "MODIFIED");
    functions.forEach(f -> row(table, f));
    if (table.isEmpty()) {
      print("No functions. Deploy some with: pawl deploy DIR");
    } else {
      table.print(out());
    }
    return ExitCode.OK;
  }

  static ArrayNode all(AwsClient aws) throws AwsError, IOException {
    var functions = JsonNodeFactory.instance.arrayNode();
    var marker = "";
    do {
      var page =
          aws.lambda(
              "GET",
              "/2015-03-31/functions/"
                  + (marker.isEmpty() ? "" : "?Marker=" + AwsClient.segment(marker)),
              null);
      page.path("Functions").forEach(functions::add);
      marker = page.path("NextMarker").asText("");
    } while (!marker.isEmpty());
    return functions;
  }

  private static void row(Table table, JsonNode f) {
    table.row(
        f.path("FunctionName").asText(),
        f.path("Runtime").asText(),
        f.path("Handler").asText(),
        f.path("Timeout").asInt() + " s",
        (f.path("CodeSize").asLong() + 1023) / 1024 + " KiB",
        f.path("LastModified").asText().replaceFirst("\\..*", "").replace('T', ' '));
  }
}
