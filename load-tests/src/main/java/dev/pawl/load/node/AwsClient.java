package dev.pawl.load.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.protocol.signature.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls a node as AWS's own clients do, signed if the environment has an access key. Blocking and
 * convenient: for setting up and checking, not for load. Nothing is retried. Safe for use by
 * several threads.
 */
public final class AwsClient implements AutoCloseable {

  /** Longer than a long poll, and than a synchronous execution of these tests. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(90);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final Optional<Credentials> credentials = Credentials.of(System.getenv());
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public AwsClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public URI endpoint() {
    return endpoint;
  }

  /**
   * An operation of Step Functions.
   *
   * @throws AwsError when the node refuses it
   * @throws UncheckedIOException when there is no answer
   */
  public JsonNode stepFunctions(String operation, ObjectNode input) {
    return target("states", "1.0", "AWSStepFunctions." + operation, input);
  }

  /** An operation that AWS does not have. */
  public JsonNode pawl(String operation, ObjectNode input) {
    return target("pawl", "1.0", "Pawl." + operation, input);
  }

  /** An operation of CloudWatch Logs. */
  public JsonNode logs(String operation, ObjectNode input) {
    return target("logs", "1.1", "Logs_20140328." + operation, input);
  }

  private JsonNode target(String service, String version, String target, ObjectNode input) {
    var headers =
        Map.of("Content-Type", "application/x-amz-json-" + version, "X-Amz-Target", target);
    return json(send(request(service, "POST", "/", headers, input.toString())));
  }

  /** All events of an execution, page by page. */
  public ArrayNode history(String executionArn) {
    var events = JsonNodeFactory.instance.arrayNode();
    var request = object().put("executionArn", executionArn).put("maxResults", 1000);
    for (; ; ) {
      var page = stepFunctions("GetExecutionHistory", request);
      page.path("events").forEach(events::add);
      if (!page.hasNonNull("nextToken")) {
        return events;
      }
      request.put("nextToken", page.get("nextToken").textValue());
    }
  }

  /** An operation of Lambda, by its path. */
  public JsonNode lambda(String method, String path, @Nullable JsonNode input) {
    var headers = Map.of("Content-Type", "application/json");
    var body = input == null ? "" : input.toString();
    return json(send(request("lambda", method, path, headers, body)));
  }

  /** What a node says about itself: {@code GET /_pawl/info}. */
  public JsonNode info() {
    return lambda("GET", "/_pawl/info", null);
  }

  /**
   * The sum of a metric's samples on {@code GET /_pawl/metrics}; zero if it has none.
   *
   * @param label that a sample must have, such as {@code area="heap"}; empty for all
   */
  public double metric(String name, String label) {
    var answer = send(request("pawl", "GET", "/_pawl/metrics", Map.of(), ""));
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpRequest.Builder request(
      String service, String method, String path, Map<String, String> headers, String body) {
    var uri = endpoint.resolve(path);
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(uri)
            .method(
                method,
                bytes.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::header);
    credentials.ifPresent(key ->
        key.headers(service, method, uri, headers, bytes, Instant.now()).forEach(request::header));
    return request;
  }

  private record Answer(int status, Map<String, String> headers, String body) {}

  private Answer send(HttpRequest.Builder request) {
    try {
      var response =
          http.send(request.timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofString());
      var errorType = response.headers().firstValue("x-amzn-errortype");
      var headers = errorType.map(type -> Map.of("type", type)).orElse(Map.of());
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("Interrupted while waiting.", e));
    }
  }

  private static JsonNode json(Answer answer) {
    JsonNode body;
    try {
      body = answer.body().isBlank() ? object() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AwsError("HTTP " + answer.status(), answer.body());
    }
    if (answer.status() < 300) {
      return body;
    }
    var type = answer.headers().getOrDefault("type", body.path("__type").asText(""));
    var message = body.path("message").asText(body.path("Message").asText(""));
    throw new AwsError(type.substring(type.indexOf('#') + 1).split(":", 2)[0], message);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
