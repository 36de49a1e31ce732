package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PayloadLimits;
import dev.pawl.protocol.awsjson.Reading;
import dev.pawl.protocol.awsjson.RequestReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * AWS JSON 1.0 and 1.1: a POST to {@code /} whose {@code X-Amz-Target} names the operation. Answers
 * and errors have the content type of the request; an error's body is {@code {"__type",
 * "message"}}.
 */
final class AwsJsonRoute implements Route {

  private static final String TARGET = "X-Amz-Target";
  private static final ContentType AWS_JSON = Bodies.contentType("application/x-amz-json-1.0");

  private final Map<String, Served> served = new HashMap<>();
  private final OperationRunner runner;
  private final long bodyBytesMax;

  /**
   * A service that speaks AWS JSON.
   *
   * @param name as requests are signed for it
   * @param prefix the target's part before the dot
   */
  record Service(String name, String prefix, List<Operation> operations) {}

  /**
   * What a target stands for: two services may have operations of the same name.
   *
   * @param shape with the limits of this node
   */
  private record Served(String service, Operation operation, OperationShape shape) {}

  /**
   * @param limits of this node, in place of AWS's
   */
  AwsJsonRoute(
      List<Service> services, OperationRunner runner, PayloadLimits limits, long bodyBytesMax) {
    for (var service : services) {
      for (var operation : service.operations()) {
        var target = service.prefix() + "." + operation.shape().name();
        served.put(target, new Served(service.name(), operation, limits.lifted(operation.shape())));
      }
    }
    this.runner = runner;
    this.bodyBytesMax = bodyBytesMax;
  }

  @Override
  public boolean serves(HttpRequest request) {
    return request.getHeader(TARGET).isPresent()
        || (request.method().value().equals("POST") && request.getUri().path().equals("/"));
  }

  @Override
  public String operationName(HttpRequest request) {
    return find(request).map(known -> known.shape().name()).orElse("unknown");
  }

  @Override
  public String service(HttpRequest request, byte[] body) {
    return find(request).map(Served::service).orElse("unknown");
  }

  @Override
  public Dialect dialect() {
    return Dialect.AWS_JSON;
  }

  @Override
  public long bodyBytesMax(HttpRequest request) {
    return bodyBytesMax;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Exchange exchange) {
    var asked = asked(exchange.http());
    var reading = RequestReader.read(asked.shape(), exchange.body());
    return switch (reading) {
      case Reading.Valid valid ->
          runner
              .run(asked.operation(), Calls.call(exchange, valid.input()))
              .thenApply(reply -> response(exchange.http(), reply));
      case Reading.Unreadable unreadable -> throw ApiError.serialization(unreadable.message());
      case Reading.Invalid invalid -> throw ApiError.validation(invalid.message());
    };
  }

  private Optional<Served> find(HttpRequest request) {
    return request.getHeader(TARGET).map(header -> served.get(header.value()));
  }

  private Served asked(HttpRequest request) {
    return find(request)
        .orElseThrow(() -> {
          var target = request.getHeader(TARGET).map(header -> header.value()).orElse("");
          return ApiError.unknownOperation(
              target.isEmpty()
                  ? "Expected the header X-Amz-Target to name an operation."
                  : "Pawl does not offer the operation " + target + ".");
        });
  }

  private static HttpResponse response(HttpRequest request, Reply reply) {
    return switch (reply) {
      case Reply.Members members -> json(request, 200, members.json().toString());
      case Reply.Empty ignored -> json(request, 200, "{}");
      case Reply.Raw raw ->
          Bodies.with(
              Bodies.response(raw.status(), Bodies.contentType(raw.contentType()), raw.body()),
              raw.headers());
    };
  }

  @Override
  public HttpResponse refuse(HttpRequest request, ApiError error, String requestId) {
    var body = JsonNodeFactory.instance.objectNode().put("__type", error.type());
    body.put("message", error.text());
    error.members().forEach(body::put);
    return json(request, error.status(), body.toString());
  }

  @Override
  public ApiError tooLarge(HttpRequest request) {
    return new ApiError(
        413,
        "RequestEntityTooLargeException",
        "Request must be smaller than " + bodyBytesMax + " bytes");
  }

  private static HttpResponse json(HttpRequest request, int status, String body) {
    var type = request.entity().getContentType();
    var known =
        type.mediaType().toString().startsWith("application/x-amz-json-1.") ? type : AWS_JSON;
    return Bodies.response(status, known, body.getBytes(UTF_8));
  }
}
