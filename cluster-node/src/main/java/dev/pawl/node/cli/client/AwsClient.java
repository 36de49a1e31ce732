package dev.pawl.node.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.protocol.signature.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to a node as AWS's own clients do: Step Functions as AWS JSON 1.0, Lambda as REST JSON.
 * Requests are signed where there are credentials, and nothing is retried: the person at the
 * keyboard decides that. Safe for use by several threads.
 */
public final class AwsClient {

  /** The longest a node may take: it answers a synchronous execution after up to five minutes. */
  private static final Duration ANSWER_MAX = Duration.ofMinutes(16);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final byte[] NOTHING = {};

  private final URI endpoint;
  private final Optional<Credentials> credentials;
  private final HttpClient http;

  /** Signs with the access key of the environment, if there is one. */
  public AwsClient(URI endpoint) {
    this(endpoint, Credentials.of(System.getenv()));
  }

  /**
   * @param credentials to sign with; without them requests are not signed
   */
  public AwsClient(URI endpoint, Optional<Credentials> credentials) {
    this(endpoint, credentials, Optional.empty());
  }

  /**
   * @param tls whom to believe; without it the authorities of the JVM
   */
  public AwsClient(URI endpoint, Optional<Credentials> credentials, Optional<SSLContext> tls) {
    this.endpoint = endpoint;
    this.credentials = credentials;
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
    tls.ifPresent(client::sslContext);
    this.http = client.build();
  }

  /**
   * An answer of the Lambda API: the status, the headers by lower-case name, and the body as it
   * came.
   */
  public record Answer(int status, Map<String, String> headers, String body) {}

  public URI endpoint() {
    return endpoint;
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Calls an operation of Step Functions, such as {@code StartExecution}. */
  public JsonNode stepFunctions(String operation, ObjectNode input) throws AwsError, IOException {
    return awsJson("states", "AWSStepFunctions." + operation, input);
  }

  /** Calls an operation that AWS does not have, such as {@code ExportExecution}. */
  public JsonNode pawl(String operation, ObjectNode input) throws AwsError, IOException {
    return awsJson("pawl", "Pawl." + operation, input);
  }

  private JsonNode awsJson(String service, String target, ObjectNode input)
      throws AwsError, IOException {
    var headers = Map.of("Content-Type", "application/x-amz-json-1.0", "X-Amz-Target", target);
    return json(checked(send(request(service, "POST", "/", headers, input.toString()))));
  }

  /**
   * Calls a listing until it has no further page, or {@code max} items are there; the items of all
   * pages.
   */
  public ArrayNode pages(String operation, ObjectNode input, String member, int max)
      throws AwsError, IOException {
    var items = JsonNodeFactory.instance.arrayNode();
    var page = stepFunctions(operation, input);
    page.path(member).forEach(items::add);
    while (page.hasNonNull("nextToken") && items.size() < max) {
      var next = input.deepCopy().put("nextToken", page.get("nextToken").asText());
      page = stepFunctions(operation, next);
      page.path(member).forEach(items::add);
    }
    while (items.size() > max) {
      items.remove(items.size() - 1);
    }
    return items;
  }

  /** Calls an operation of Lambda whose answer is JSON. */
  public JsonNode lambda(String method, String path, @Nullable JsonNode input)
      throws AwsError, IOException {
    return json(lambda(method, path, input == null ? null : input.toString(), Map.of()));
  }

  /** Calls an operation of Lambda and gives its answer as it is. */
  public Answer lambda(
      String method, String path, @Nullable String body, Map<String, String> headers)
      throws AwsError, IOException {
    var all = new TreeMap<>(headers);
    if (body != null) {
      all.put("Content-Type", "application/json");
    }
    return checked(send(request("lambda", method, path, all, body)));
  }

  /** Asks the node what only Pawl knows: {@code info}, {@code backup}. */
  public JsonNode pawl(String method, String path, @Nullable ObjectNode input)
      throws AwsError, IOException {
    return lambda(method, "/_pawl/" + path, input);
  }

  /** The lines of a text as they come, until it ends. Close the stream to stop earlier. */
  public Stream<String> lines(String path) throws AwsError, IOException {
    var request = request("pawl", "GET", "/_pawl/" + path, Map.of(), null).build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofLines());
      if (response.statusCode() < 300) {
        return response.body();
      }
      try (var lines = response.body()) {
        var body = lines.collect(Collectors.joining("\n"));
        checked(new Answer(response.statusCode(), Map.of(), body));
      }
      throw new AssertionError("Expected a bad status to be an error.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      throw new NodeUnreachable(endpoint, e);
    }
  }

  /** A name as one segment of a path. */
  public static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(
      String service,
      String method,
      String path,
      Map<String, String> headers,
      @Nullable String body) {
    var uri = endpoint.resolve(path);
    var bytes = body == null ? NOTHING : body.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(uri)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::header);
    credentials.ifPresent(key ->
        key.headers(service, method, uri, headers, bytes, Instant.now()).forEach(request::header));
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    try {
      var response =
          http.send(
              request.timeout(ANSWER_MAX).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      var headers = new TreeMap<String, String>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new NodeUnreachable(endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static Answer checked(Answer answer) throws AwsError {
    if (answer.status() < 300) {
      return answer;
    }
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      body = JSON.missingNode();
    }
    var type = body.path("__type").asText(body.path("error").asText(""));
    var code = answer.headers().getOrDefault("x-amzn-errortype", type);
    code = code.substring(code.indexOf('#') + 1).split(":", 2)[0];
    var message = body.path("message").asText(body.path("Message").asText(""));
    throw new AwsError(code.isEmpty() ? "HTTP " + answer.status() : code, message);
  }

  private JsonNode json(Answer answer) throws IOException {
    if (answer.body().isBlank()) {
      return object();
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException("Expected JSON from " + endpoint + ", but found something else.", e);
    }
  }
}
