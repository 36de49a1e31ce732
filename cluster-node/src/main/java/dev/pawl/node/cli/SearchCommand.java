package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds executions by a query. */
@Command(
    name = "search",
    description = {
      "Find executions of all state machines, newest first.",
      "",
      "A query compares status, name, stateMachine, version, alias, startDate, stopDate and"
          + " indexed attributes with =, !=, <, <=, >, >=, startsWith and in, joined by and, or,"
          + " not and parentheses."
    },
    footer = {
      "  pawl search 'status = FAILED and startDate > 2026-11-01'",
      "  pawl search 'stateMachine = order-processing and customerId = \"A-17\" and amount >= 100'",
      "  pawl search 'name startsWith \"nightly-\"' --oldest-first --limit 10"
    })
final class SearchCommand extends NodeCommand {

  private static final int PAGE_MAX = 1_000;

  @Parameters(arity = "0..1", paramLabel = "QUERY", description = "Default: all executions")
  private @Nullable String query;

  @Option(names = "--oldest-first", description = "Those that started first come first.")
  private boolean oldestFirst;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50")
  private int limit = 50;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    positive(limit, "--limit");
    var found = found(aws);
    if (json()) {
      var all = AwsClient.object();
      all.putArray("executions").addAll(found);
      printJson(all);
    } else {
      printTable(found);
    }
    return ExitCode.OK;
  }

  private List<JsonNode> found(AwsClient aws) throws AwsError, IOException {
    var found = new ArrayList<JsonNode>();
    var request = AwsClient.object();
    if (query != null) {
      request.put("query", query);
    }
    request.put("order", oldestFirst ? "OLDEST_FIRST" : "NEWEST_FIRST");
    JsonNode page;
    do {
      request.put("maxResults", Math.clamp(limit - found.size(), 1, PAGE_MAX));
      page = aws.pawl("SearchExecutions", request);
      page.path("executions").forEach(found::add);
      request.put("nextToken", page.path("nextToken").asText());
    } while (page.hasNonNull("nextToken") && found.size() < limit);
    return found;
  }

  private void printTable(List<JsonNode> executions) {
    if (executions.isEmpty()) {
      print("No executions are found.");
      return;
    }
    var table = new Table("MACHINE", "EXECUTION", "STATUS", "STARTED", "TOOK", "ATTRIBUTES");
    for (var e : executions) {
      table.row(
          ListCommand.lastPart(e.path("stateMachineArn").asText()),
          e.path("name").asText(),
          e.path("status").asText(),
          Times.date(e.path("startDate")),
          Times.between(e.path("startDate"), e.path("stopDate")),
          attributes(e));
    }
    table.print(out());
  }

  private static String attributes(JsonNode execution) {
    return StreamSupport.stream(execution.path("attributes").spliterator(), false)
        .map(a -> a.path("name").asText() + "=" + a.path("value").asText())
        .collect(Collectors.joining(" "));
  }
}
