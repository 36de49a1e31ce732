package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Pawl's own paths, for its command line: {@code GET /_pawl/info}, {@code GET /_pawl/health},
 * {@code GET /_pawl/executions} (those in memory on this node), {@code GET /_pawl/metrics}, {@code
 * POST /_pawl/backup}, {@code GET /_pawl/functions/{name}/log?lines=100&follow=true}, and {@code
 * GET /_pawl/code/{name}/{sha256}}, where GetFunction says that a function's code is. Served on
 * loopback, and where callers must sign; the code to whoever knows its digest. A POST must say that
 * it is JSON, which no web page can do unasked.
 */
final class AdminRoute implements Route {

  static final String PREFIX = "/_pawl/";

  private static final Set<String> OPERATIONS =
      Set.of("info", "health", "metrics", "executions", "log", "backup");
  private static final int LOG_LINES = 100;
  private static final int LOG_LINES_MAX = 10_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final NodeDoor node;
  private final CodeDoor code;
  private final OperationRunner runner;
  private final boolean open;
  private final long bodyBytesMax;

  AdminRoute(
      NodeDoor node, CodeDoor code, OperationRunner runner, boolean open, long bodyBytesMax) {
    this.node = node;
    this.code = code;
    this.runner = runner;
    this.open = open;
    this.bodyBytesMax = bodyBytesMax;
  }

  @Override
  public boolean serves(HttpRequest request) {
    return request.getUri().path().startsWith(PREFIX);
  }

  @Override
  public String service(HttpRequest request, byte[] body) {
    return "pawl";
  }

  /** The last segment says what is done: {@code info}, {@code backup}, {@code log}. */
  @Override
  public String operationName(HttpRequest request) {
    var path = request.getUri().path();
    var last = path.substring(path.lastIndexOf('/') + 1);
    return OPERATIONS.contains(last) ? last : "other";
  }

  @Override
  public Dialect dialect() {
    return Dialect.REST_JSON;
  }

  /** Whoever knows the digest of a function's code was told where it is. */
  @Override
  public boolean isOpen(HttpRequest request) {
    return request.getUri().path().startsWith(PREFIX + "code/");
  }

  @Override
  public long bodyBytesMax(HttpRequest request) {
    return bodyBytesMax;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Exchange exchange) {
    var segments = new ArrayList<String>();
    exchange.http().getUri().pathSegments().forEach(segments::add);
    var path = List.copyOf(segments.subList(1, segments.size()));
    var method = exchange.http().method().value();
    if (method.equals("GET") && path.size() == 3 && path.get(0).equals("code")) {
      return code(path.get(1), path.get(2));
    }
    if (!open) {
      throw new ApiError(
          403,
          "AccessDenied",
          "Pawl serves "
              + PREFIX
              + " only while it listens on loopback, or asks its callers for access keys.");
    }
    if (method.equals("GET") && path.equals(List.of("info"))) {
      return runner.blocking(() -> json(node.info()));
    }
    if (method.equals("GET") && path.equals(List.of("executions"))) {
      return runner.blocking(() -> json(node.executions()));
    }
    if (method.equals("GET") && path.equals(List.of("metrics"))) {
      return runner.blocking(() -> metrics(node.metrics()));
    }
    if (method.equals("GET") && path.equals(List.of("health"))) {
      var report = node.ready();
      return CompletableFuture.completedStage(
          json(report.json()).withStatus(report.ok() ? 200 : 503));
    }
    if (method.equals("GET")
        && path.size() == 3
        && path.get(0).equals("functions")
        && path.get(2).equals("log")) {
      return CompletableFuture.completedStage(log(exchange.http(), path.get(1)));
    }
    if (method.equals("POST") && path.equals(List.of("backup"))) {
      return node.backup(file(exchange)).thenApply(AdminRoute::json);
    }
    throw new ApiError(
        404, "NotFound", "Pawl has no " + method + " " + exchange.http().getUri().path() + ".");
  }

  private CompletionStage<HttpResponse> code(String function, String sha256) {
    return runner.blocking(() ->
        code.zip(function, sha256)
            .map(zip -> Bodies.response(200, Bodies.contentType("application/zip"), zip))
            .orElseThrow(() -> new ApiError(404, "NotFound", "There is no such code.")));
  }

  private HttpResponse log(HttpRequest request, String function) {
    var query = request.getUri().query();
    var lines = query.get("lines").map(AdminRoute::lines).orElse(LOG_LINES);
    var follow = query.get("follow").map(Boolean::parseBoolean).orElse(false);
    return HttpResponse.create()
        .withEntity(
            HttpEntities.createChunked(
                ContentTypes.TEXT_PLAIN_UTF8, node.functionLog(function, lines, follow)));
  }

  private static int lines(String text) {
    try {
      return Math.clamp(Integer.parseInt(text), 0, LOG_LINES_MAX);
    } catch (NumberFormatException e) {
      throw ApiError.validation("Expected 'lines' to be a number, but it is '" + text + "'.");
    }
  }

  private static String file(Exchange exchange) {
    if (!exchange.http().entity().getContentType().equals(Bodies.JSON)) {
      throw ApiError.validation("Expected the content type application/json.");
    }
    try {
      var file = MAPPER.readTree(exchange.body()).path("file");
      if (!file.isTextual() || file.textValue().isBlank()) {
        throw ApiError.validation("Expected 'file' to name the file to write.");
      }
      return file.textValue();
    } catch (IOException e) {
      throw ApiError.serialization("Expected the request to be JSON.");
    }
  }

  private static HttpResponse metrics(String page) {
    return Bodies.response(200, ContentTypes.TEXT_PLAIN_UTF8, page.getBytes(UTF_8));
  }

  private static HttpResponse json(JsonNode node) {
    return Bodies.response(200, Bodies.JSON, node.toString().getBytes(UTF_8));
  }

  @Override
  public HttpResponse refuse(HttpRequest request, ApiError error, String requestId) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("error", error.type()).put("message", error.text());
    return Bodies.response(error.status(), Bodies.JSON, body.toString().getBytes(UTF_8));
  }

  @Override
  public ApiError tooLarge(HttpRequest request) {
    return new ApiError(413, "TooLarge", "Expected at most " + bodyBytesMax + " bytes.");
  }
}
