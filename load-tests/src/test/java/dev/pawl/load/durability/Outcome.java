package dev.pawl.load.durability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.pawl.load.node.AwsClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is to be seen after the last crash, and every way in which it may be wrong. */
record Outcome(
    AwsClient aws, List<KilledNode.Started> started, Map<Kind, String> machines, Ledger ledger) {

  private static final Pattern ANSWER = Pattern.compile("\"answer\":\"([0-9a-f-]{36})\"");

  /** One sentence per violation; empty when all is well. */
  List<String> violations() {
    var violations = new ArrayList<String>();
    var listed = listed();
    var answersInHistories = new HashSet<String>();
    for (var execution : started) {
      if (!listed.contains(execution.executionArn())) {
        violations.add(execution.executionArn() + " was acknowledged, but is not listed.");
        continue;
      }
      check(execution, violations);
      var history = aws.history(execution.executionArn());
      checkLinear(execution, history, violations);
      checkAnswers(execution, history, answersInHistories, violations);
    }
    checkAccepted(answersInHistories, violations);
    return violations;
  }

  private Set<String> listed() {
    var listed = new HashSet<String>();
    for (var machine : machines.values()) {
      var request = AwsClient.object().put("stateMachineArn", machine).put("maxResults", 1000);
      var page = aws.stepFunctions("ListExecutions", request);
      page.path("executions").forEach(item -> listed.add(item.path("executionArn").asText()));
    }
    return listed;
  }

  private void check(KilledNode.Started execution, List<String> violations) {
    var described =
        aws.stepFunctions(
            "DescribeExecution", AwsClient.object().put("executionArn", execution.executionArn()));
    var status = described.path("status").asText();
    if (!status.equals("SUCCEEDED")) {
      violations.add(
          "%s is %s: %s %s"
              .formatted(
                  execution.executionArn(),
                  status,
                  described.path("error").asText(),
                  described.path("cause").asText()));
      return;
    }
    var output = described.path("output").asText();
    if (!execution.kind().isRight(execution.input(), output)) {
      violations.add(execution.executionArn() + " has the wrong output " + output);
    }
  }

  /** Ids from 1 without a gap, each event after the one it follows, and one end, the last event. */
  private static void checkLinear(
      KilledNode.Started execution, ArrayNode history, List<String> violations) {
    for (var i = 0; i < history.size(); i++) {
      var id = history.get(i).path("id").asLong();
      var previous = history.get(i).path("previousEventId").asLong(-1);
      if (id != i + 1 || previous < 0 || previous >= id) {
        violations.add(
            "%s has event %d after %d at place %d."
                .formatted(execution.executionArn(), id, previous, i + 1));
        return;
      }
    }
    var ends = 0;
    for (var event : history) {
      ends += isEnd(event) ? 1 : 0;
    }
    if (ends != 1 || !isEnd(history.path(history.size() - 1))) {
      violations.add("%s has %d ends.".formatted(execution.executionArn(), ends));
    }
  }

  private static boolean isEnd(JsonNode event) {
    return switch (event.path("type").asText()) {
      case "ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut" -> true;
      default -> false;
    };
  }

  /** Every answer in a history was sent by a worker, and is applied once. */
  private void checkAnswers(
      KilledNode.Started execution, ArrayNode history, Set<String> seen, List<String> violations) {
    for (var event : history) {
      var output = event.path("activitySucceededEventDetails").path("output").asText();
      if (output.isEmpty() && event.path("type").asText().equals("TaskSucceeded")) {
        output = event.path("taskSucceededEventDetails").path("output").asText();
      }
      var answer = lastAnswer(output);
      if (!answer.isEmpty() && (!ledger.hasSent(answer) || !seen.add(answer))) {
        violations.add(
            "%s has the answer %s twice, or from nobody."
                .formatted(execution.executionArn(), answer));
      }
    }
  }

  private static String lastAnswer(String output) {
    var matcher = ANSWER.matcher(output);
    var answer = "";
    while (matcher.find()) {
      answer = matcher.group(1);
    }
    return answer;
  }

  /** What the node accepted is in a history; and of one task it accepted one answer. */
  private void checkAccepted(Set<String> inHistories, List<String> violations) {
    ledger
        .acceptedByToken()
        .forEach((token, answers) -> {
          if (answers.size() != 1) {
            violations.add("A task accepted " + answers.size() + " answers.");
          }
          if (!inHistories.containsAll(answers)) {
            violations.add("The accepted answer " + answers + " is in no history.");
          }
        });
  }
}
