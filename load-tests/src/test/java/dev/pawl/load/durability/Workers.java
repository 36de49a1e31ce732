package dev.pawl.load.durability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Workers outside the node, who go on as if nothing had happened whenever it is back. */
final class Workers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FAILURES = 2;

  private final AwsClient aws;
  private final String activityArn;
  private final Path tokens;
  private final Ledger ledger;
  private volatile boolean closed;

  Workers(URI endpoint, String activityArn, Path tokens, Ledger ledger) {
    this.aws = new AwsClient(endpoint);
    this.activityArn = activityArn;
    this.tokens = tokens;
    this.ledger = ledger;
  }

  void start(int count) {
    for (var i = 0; i < count; i++) {
      Thread.ofVirtual().name("worker-" + i).start(() -> untilClosed(this::workOnce));
    }
    Thread.ofVirtual().name("callbacks").start(() -> untilClosed(this::callBackOnce));
  }

  @Override
  public void close() {
    closed = true;
    aws.close();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void untilClosed(Work work) {
    while (!closed) {
      try {
        work.run();
      } catch (UncheckedIOException | IOException | AwsError nodeIsGone) {
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void workOnce() throws IOException {
    var task =
        aws.stepFunctions("GetActivityTask", AwsClient.object().put("activityArn", activityArn));
    if (!task.hasNonNull("taskToken")) {
      return;
    }
    var input = (ObjectNode) JSON.readTree(task.get("input").textValue());
    var token = task.get("taskToken").textValue();
    var execution = input.path("n").asText();
    if (input.path("kind").asText().equals(Kind.RETRY.name())
        && ledger.failures(execution) < FAILURES) {
      fail(token);
      ledger.failed(execution);
      return;
    }
    succeed(token, input);
  }

  private void fail(String token) {
    var request =
        AwsClient.object().put("taskToken", token).put("error", "Again").put("cause", "not yet");
    aws.stepFunctions("SendTaskFailure", request);
  }

  private void succeed(String token, ObjectNode result) {
    var answer = UUID.randomUUID().toString();
    result.put("answer", answer);
    ledger.sent(answer);
    aws.stepFunctions(
        "SendTaskSuccess",
        AwsClient.object().put("taskToken", token).put("output", result.toString()));
    ledger.accepted(token, answer);
  }

  /** Answers the tokens that functions have put down. */
  private void callBackOnce() throws IOException, InterruptedException {
    Thread.sleep(50);
    try (var files = Files.newDirectoryStream(tokens, "*.json")) {
      for (var file : files) {
        callBack(file);
      }
    }
  }

  private void callBack(Path file) throws IOException {
    var event = parsed(file);
    try {
      succeed(
          event.path("taskToken").asText(), AwsClient.object().put("n", event.path("n").asInt()));
    } catch (AwsError refused) {
      // An attempt that a crash made the node repeat has a token of its own.
    }
    Files.delete(file);
  }

  private static JsonNode parsed(Path file) throws IOException {
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException("Expected " + file + " to hold an event.", e);
    }
  }
}
