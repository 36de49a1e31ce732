package dev.pawl.load.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.load.chaos.Book.Given;
import dev.pawl.load.chaos.Book.Started;
import dev.pawl.load.node.AwsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds the books against the cluster: every acknowledged execution has ended well, its history is
 * linear and without a gap, every accepted answer is in a history once, no timer fired early.
 */
final class Audit {

  private static final Duration SETTLE_MAX = Duration.ofMinutes(3);
  private static final int AT_ONCE = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Caller caller;
  private final Book book;
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> answersFound = new ConcurrentHashMap<>();
  private final AtomicInteger events = new AtomicInteger();
  private final Queue<Double> lateness = new ConcurrentLinkedQueue<>();

  Audit(Caller caller, Book book) {
    this.caller = caller;
    this.book = book;
  }

  /** What was found. */
  record Finding(int executions, int events, List<String> violations, List<Double> lateness) {}

  Finding run() throws InterruptedException {
    try (var pool = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var until = System.nanoTime() + SETTLE_MAX.toNanos();
      book.started().values().forEach(execution -> pool.submit(() -> check(execution, until)));
      book.unacknowledged().forEach(execution -> pool.submit(() -> checkIfThere(execution, until)));
    }
    checkAnswers();
    return new Finding(
        book.started().size(),
        events.get(),
        new ArrayList<>(violations),
        new ArrayList<>(lateness));
  }

  /** Without an answer it may have been started or not; if it was, the same is promised of it. */
  private void checkIfThere(Started execution, long until) {
    try {
      var request = JsonNodeFactory.instance.objectNode().put("executionArn", execution.arn());
      caller.call("DescribeExecution", request);
    } catch (AwsError e) {
      return; // ExecutionDoesNotExist
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    check(execution, until);
  }

  private void check(Started execution, long until) {
    try {
      var described = ended(execution, until);
      var status = described.path("status").asText();
      if (!status.equals("SUCCEEDED")) {
        violations.add(
            "%s: expected SUCCEEDED, found %s %s"
                .formatted(execution.arn(), status, described.path("error").asText()));
      }
      checkHistory(execution, history(execution.arn()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | JsonProcessingException e) {
      violations.add(execution.arn() + ": " + e);
    }
  }

  private JsonNode ended(Started execution, long until) throws InterruptedException {
    var request = JsonNodeFactory.instance.objectNode().put("executionArn", execution.arn());
    for (; ; ) {
      var described = caller.call("DescribeExecution", request);
      if (!described.path("status").asText().equals("RUNNING") || System.nanoTime() > until) {
        return described;
      }
      Thread.sleep(200);
    }
  }

  private List<JsonNode> history(String arn) throws InterruptedException {
    var all = new ArrayList<JsonNode>();
    var request =
        JsonNodeFactory.instance.objectNode().put("executionArn", arn).put("maxResults", 1000);
    for (; ; ) {
      var page = caller.call("GetExecutionHistory", request);
      page.path("events").forEach(all::add);
      if (!page.hasNonNull("nextToken")) {
        return all;
      }
      request.put("nextToken", page.path("nextToken").asText());
    }
  }

  private void checkHistory(Started execution, List<JsonNode> history)
      throws JsonProcessingException {
    events.addAndGet(history.size());
    var ends = 0;
    var enteredWait = new HashMap<Long, Double>();
    for (var i = 0; i < history.size(); i++) {
      var event = history.get(i);
      var type = event.path("type").asText();
      if (event.path("id").asLong() != i + 1L) {
        violations.add(
            execution.arn() + ": expected event " + (i + 1) + ", found " + event.path("id"));
      }
      if (event.path("previousEventId").asLong() >= i + 1L) {
        violations.add(
            execution.arn()
                + ": event "
                + (i + 1)
                + " comes after "
                + event.path("previousEventId"));
      }
      if (type.startsWith("Execution") && !type.equals("ExecutionStarted")) {
        ends++;
        if (i != history.size() - 1) {
          violations.add(execution.arn() + ": " + type + " is not its last event");
        }
      }
      answer(event, type);
      timer(execution, event, type, enteredWait);
    }
    if (ends != 1) {
      violations.add(execution.arn() + ": expected one end, found " + ends);
    }
  }

  private void answer(JsonNode event, String type) throws JsonProcessingException {
    var details =
        switch (type) {
          case "ActivitySucceeded" -> event.path("activitySucceededEventDetails");
          case "TaskSucceeded" -> event.path("taskSucceededEventDetails");
          default -> null;
        };
    if (details != null) {
      var output = JSON.readTree(details.path("output").asText());
      answersFound.merge(output.path("answer").asText(), 1, Integer::sum);
    }
  }

  private void timer(Started execution, JsonNode event, String type, Map<Long, Double> enteredWait)
      throws JsonProcessingException {
    var at = event.path("timestamp").asDouble();
    if (type.equals("WaitStateEntered")) {
      var input = JSON.readTree(event.path("stateEnteredEventDetails").path("input").asText());
      enteredWait.put(event.path("id").asLong(), at + input.path("seconds").asDouble());
    }
    if (type.equals("WaitStateExited")) {
      var due = enteredWait.remove(event.path("previousEventId").asLong());
      if (due != null) {
        if (at < due - 0.001) {
          violations.add("%s: a Wait ended %.3f s early".formatted(execution.arn(), due - at));
        }
        lateness.add(at - due);
      }
    }
  }

  private void checkAnswers() {
    answersFound.forEach((answer, times) -> {
      if (times > 1) {
        violations.add("answer " + answer + " is in histories " + times + " times");
      }
      if (book.answers().getOrDefault(answer, Given.UNKNOWN) == Given.REFUSED) {
        violations.add("answer " + answer + " was refused, and is in a history");
      }
    });
    book.answers()
        .forEach((answer, given) -> {
          if (given == Given.ACCEPTED && !answersFound.containsKey(answer)) {
            violations.add("answer " + answer + " was accepted, and is in no history");
          }
        });
  }
}
