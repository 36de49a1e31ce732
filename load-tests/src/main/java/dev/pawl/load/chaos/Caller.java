package dev.pawl.load.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.chaos.Samples.Outcome;
import dev.pawl.load.chaos.Samples.Sample;
import dev.pawl.load.node.AwsError;
import dev.pawl.protocol.signature.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Calls a cluster as an SDK with several addresses does: one node, and after a failure another one,
 * with the same invocation id.
 */
final class Caller implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration REQUEST_MAX = Duration.ofSeconds(12);
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final long BETWEEN_MILLIS = 50;
  private static final Set<String> BUSY = Set.of("ThrottlingException", "ServiceUnavailable");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<URI> nodes;
  private final Samples samples;
  private final Optional<Credentials> credentials = Credentials.of(System.getenv());
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  Caller(List<URI> nodes, Samples samples) {
    this.nodes = nodes;
    this.samples = samples;
  }

  /** No node has answered for as long as the caller was ready to wait. */
  static final class GaveUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    GaveUp(String message) {
      super(message);
    }
  }

  /**
   * What is asked.
   *
   * @param about name of an execution; empty if it is about none
   * @param patience how long it is asked again
   * @param answerMax how long one node may take
   */
  record Question(
      String operation, ObjectNode input, String about, Duration patience, Duration answerMax) {}

  /**
   * Calls until a node answers.
   *
   * @throws AwsError if it refuses
   * @throws Unsure if it refuses, and an earlier attempt may have been taken
   * @throws GaveUp if none does in that time
   */
  JsonNode call(Question question) throws InterruptedException {
    var until = System.nanoTime() + question.patience().toNanos();
    var invocation = UUID.randomUUID().toString();
    var unsure = false;
    var node = ThreadLocalRandom.current().nextInt(nodes.size());
    for (; ; ) {
      try {
        return attempt(node, question, invocation);
      } catch (AwsError refused) {
        if (!BUSY.contains(refused.type()) && !refused.type().startsWith("HTTP 5")) {
          throw unsure ? new Unsure(refused) : refused;
        }
        unsure |= refused.type().startsWith("HTTP 5");
      } catch (IOException broken) {
        unsure = true;
      }
      if (System.nanoTime() > until) {
        throw new GaveUp(
            question.operation() + ": no node has answered for " + question.patience());
      }
      node = (node + 1) % nodes.size();
      Thread.sleep(BETWEEN_MILLIS);
    }
  }

  /** A refusal after an attempt of which nobody knows what came of it. */
  static final class Unsure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsure(AwsError refusal) {
      super(refusal);
    }
  }

  JsonNode call(String operation, ObjectNode input) throws InterruptedException {
    return call(new Question(operation, input, "", PATIENCE, REQUEST_MAX));
  }

  private JsonNode attempt(int node, Question question, String invocation)
      throws IOException, InterruptedException {
    var uri = nodes.get(node).resolve("/");
    var headers =
        Map.of(
            "Content-Type",
            "application/x-amz-json-1.0",
            "X-Amz-Target",
            "AWSStepFunctions." + question.operation(),
            "amz-sdk-invocation-id",
            invocation);
    var body = question.input().toString().getBytes(StandardCharsets.UTF_8);
    var builder =
        HttpRequest.newBuilder(uri)
            .timeout(question.answerMax())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(builder::header);
    credentials.ifPresent(key ->
        key.headers("states", "POST", uri, headers, body, Instant.now()).forEach(builder::header));
    var request = builder.build();
    var at = samples.now();
    var begin = System.nanoTime();
    var outcome = Outcome.BROKEN;
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      outcome = outcome(response);
      return json(response);
    } catch (HttpTimeoutException e) {
      outcome = isConnect(e) ? Outcome.BROKEN : Outcome.HUNG;
      throw e;
    } finally {
      samples.add(
          new Sample(
              at,
              node + 1,
              question.operation(),
              question.about(),
              (System.nanoTime() - begin) / 1e6,
              outcome));
    }
  }

  private static boolean isConnect(HttpTimeoutException e) {
    return e instanceof HttpConnectTimeoutException;
  }

  private static Outcome outcome(HttpResponse<String> response) {
    if (response.statusCode() < 300) {
      return Outcome.OK;
    }
    if (response.statusCode() >= 500) {
      return Outcome.FAILED;
    }
    return response.body().contains("Throttling") ? Outcome.BUSY : Outcome.REFUSED;
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    if (response.statusCode() >= 500) {
      throw new AwsError("HTTP " + response.statusCode(), response.body());
    }
    var body = JSON.readTree(response.body());
    if (response.statusCode() < 300) {
      return body;
    }
    var type = body.path("__type").asText();
    throw new AwsError(type.substring(type.indexOf('#') + 1), body.path("message").asText());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
