package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what happened in an execution, event by event. */
@Command(
    name = "history",
    description = "Show what happened in an execution, event by event.",
    footer = {
      "  pawl history A-1001",
      "  pawl history order-processing/A-1001 --follow",
      "  pawl history A-1001 --json | jq -r '.events[].type'"
    })
final class HistoryCommand extends NodeCommand {

  /** AWS ends an execution at 25,000 events; pawl.quotas can lift that. */
  private static final int EVENTS_MAX = 1_000_000;

  private static final long FOLLOW_MILLIS = 500;
  private static final Set<String> LAST =
      Set.of("ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");

  @Parameters(paramLabel = "EXECUTION", description = "NAME, MACHINE/NAME or ARN of the execution.")
  private String execution = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the execution ends. With --json, one event per line.")
  private boolean follow;

  @Option(names = "--reverse", description = "Newest first.")
  private boolean reverse;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: all")
  private int limit = EVENTS_MAX;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException, InterruptedException {
    positive(limit, "--limit");
    var arn = names.execution(execution);
    if (follow) {
      follow(aws, arn);
      return ExitCode.OK;
    }
    var events = events(aws, arn);
    if (json()) {
      var all = AwsClient.object();
      all.set("events", events);
      printJson(all);
    } else {
      events.forEach(event -> print(HistoryLine.of(event)));
    }
    return ExitCode.OK;
  }

  private ArrayNode events(AwsClient aws, String arn) throws AwsError, IOException {
    var request =
        AwsClient.object()
            .put("executionArn", arn)
            .put("maxResults", Math.min(1000, Math.max(1, limit)))
            .put("reverseOrder", reverse);
    return aws.pages("GetExecutionHistory", request, "events", limit);
  }

  private void follow(AwsClient aws, String arn)
      throws AwsError, IOException, InterruptedException {
    var shown = 0L;
    while (true) {
      // Newest first, so that a long history costs one page and not all of them.
      for (var event : since(aws, arn, shown)) {
        if (json()) {
          printJsonLine(event);
        } else {
          print(HistoryLine.of(event));
        }
        shown = event.path("id").asLong();
        if (LAST.contains(event.path("type").asText())) {
          return;
        }
      }
      Thread.sleep(FOLLOW_MILLIS);
    }
  }

  private static Iterable<JsonNode> since(AwsClient aws, String arn, long shown)
      throws AwsError, IOException {
    var events = new ArrayDeque<JsonNode>();
    var request =
        AwsClient.object()
            .put("executionArn", arn)
            .put("maxResults", shown == 0 ? 1000 : 100)
            .put("reverseOrder", true);
    while (true) {
      var page = aws.stepFunctions("GetExecutionHistory", request);
      for (var event : page.path("events")) {
        if (event.path("id").asLong() <= shown) {
          return events;
        }
        events.addFirst(event);
      }
      if (!page.hasNonNull("nextToken")) {
        return events;
      }
      request.put("nextToken", page.get("nextToken").asText());
    }
  }
}
