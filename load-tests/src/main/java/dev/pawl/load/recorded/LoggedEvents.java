package dev.pawl.load.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import java.util.Optional;

/** What an execution has written into its log group: the only trace of an Express one. */
final class LoggedEvents {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long END_NANOS = 60_000_000_000L;

  private final AwsClient aws;
  private final String group;

  LoggedEvents(AwsClient aws, String machineName) {
    this.aws = aws;
    this.group = "/aws/vendedlogs/states/" + machineName;
  }

  /** With everything that can be logged. */
  ObjectNode configuration() {
    var logging = AwsClient.object().put("level", "ALL").put("includeExecutionData", true);
    logging
        .putArray("destinations")
        .addObject()
        .putObject("cloudWatchLogsLogGroup")
        .put("logGroupArn", "arn:aws:logs:us-east-1:000000000000:log-group:" + group + ":*");
    return logging;
  }

  /** The event with which the execution has ended. */
  JsonNode end() throws InterruptedException {
    var until = System.nanoTime() + END_NANOS;
    while (System.nanoTime() < until) {
      var found = find();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(100);
    }
    throw new NotAtHand("event of the end in " + group);
  }

  private Optional<JsonNode> find() {
    try {
      var answer = aws.logs("FilterLogEvents", AwsClient.object().put("logGroupName", group));
      for (var event : answer.path("events")) {
        var logged = JSON.readTree(event.path("message").asText());
        if (logged.path("type").asText().matches("Execution(Succeeded|Failed|Aborted|TimedOut)")) {
          return Optional.of(logged);
        }
      }
      return Optional.empty();
    } catch (AwsError notYet) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new NotAtHand("log events that are JSON: " + e.getMessage());
    }
  }
}
