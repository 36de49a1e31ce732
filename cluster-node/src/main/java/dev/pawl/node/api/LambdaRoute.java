package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.protocol.awsjson.Member;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.Reading;
import dev.pawl.protocol.awsjson.RequestReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * REST-JSON as Lambda speaks it: method and path name the operation. The name of an error is in
 * {@code X-Amzn-ErrorType}.
 */
final class LambdaRoute implements Route {

  /** Lambda quotas, "Invocation payload (request and response)": 6 MB each, synchronous. */
  private static final int PAYLOAD_BYTES_MAX = 6_291_456;

  /** Larger bodies are read on a thread that may take its time. */
  private static final int LARGE_BODY_BYTES = 65_536;

  /** The errors whose text is in {@code Message}; all others say {@code message}. */
  private static final Set<String> CAPITAL_MESSAGE =
      Set.of("ResourceNotFoundException", "ServiceException");

  private final List<Operation> operations;
  private final OperationRunner runner;
  private final ApiSettings settings;

  LambdaRoute(List<Operation> operations, OperationRunner runner, ApiSettings settings) {
    this.operations = List.copyOf(operations);
    this.runner = runner;
    this.settings = settings;
  }

  private record Match(Operation operation, List<String> labels) {
    OperationShape shape() {
      return operation.shape();
    }
  }

  @Override
  public boolean serves(HttpRequest request) {
    return request.getUri().path().matches("/20\\d\\d-\\d\\d-\\d\\d/.*");
  }

  @Override
  public String operationName(HttpRequest request) {
    return match(request).map(match -> match.shape().name()).orElse("unknown");
  }

  @Override
  public String service(HttpRequest request, byte[] body) {
    return "lambda";
  }

  @Override
  public Dialect dialect() {
    return Dialect.REST_JSON;
  }

  @Override
  public long bodyBytesMax(HttpRequest request) {
    return match(request)
        .map(match ->
            match.shape().bodyIsPayload()
                ? (long) PAYLOAD_BYTES_MAX
                : (long) settings.uploadBytesMax())
        .orElse((long) settings.requestBytesMax());
  }

  @Override
  public CompletionStage<HttpResponse> answer(Exchange exchange) {
    var match = match(exchange.http()).orElseThrow(() -> unknown(exchange.http()));
    var reading =
        exchange.body().length > LARGE_BODY_BYTES
            ? runner.blocking(() -> read(match, exchange))
            : CompletableFuture.completedStage(read(match, exchange));
    return reading
        .thenCompose(read -> run(match.operation(), exchange, read))
        .thenApply(reply -> response(match.shape(), reply));
  }

  private static Reading read(Match match, Exchange exchange) {
    return RequestReader.read(match.shape(), exchange.body(), parameters(match, exchange.http()));
  }

  private CompletionStage<Reply> run(Operation operation, Exchange exchange, Reading reading) {
    return switch (reading) {
      case Reading.Valid valid ->
          runner.run(
              operation,
              operation.shape().bodyIsPayload()
                  ? Calls.withPayload(exchange, valid.input())
                  : Calls.call(exchange, valid.input()));
      case Reading.Unreadable unreadable -> throw ApiError.serialization(unreadable.message());
      case Reading.Invalid invalid -> throw ApiError.validation(invalid.message());
    };
  }

  private Optional<Match> match(HttpRequest request) {
    var segments = new ArrayList<String>();
    request.getUri().pathSegments().forEach(segments::add);
    // ListFunctions and CreateFunction are also asked for with a slash at the end.
    if (!segments.isEmpty() && segments.get(segments.size() - 1).isEmpty()) {
      segments.remove(segments.size() - 1);
    }
    for (var operation : operations) {
      var labels = operation.shape().match(request.method().value(), segments);
      if (labels.isPresent()) {
        return Optional.of(new Match(operation, labels.get()));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> parameters(Match match, HttpRequest request) {
    var parameters = new HashMap<String, String>();
    var query = request.getUri().query();
    var labels = match.labels().iterator();
    for (Member member : match.shape().input().members()) {
      var value =
          switch (member.location()) {
            case BODY -> Optional.<String>empty();
            case URI -> Optional.of(labels.next());
            case QUERY -> query.get(member.wireName());
            case HEADER -> request.getHeader(member.wireName()).map(header -> header.value());
          };
      value.ifPresent(text -> parameters.put(member.name(), text));
    }
    return parameters;
  }

  private static HttpResponse response(OperationShape shape, Reply reply) {
    return switch (reply) {
      case Reply.Members members ->
          Bodies.response(shape.status(), Bodies.JSON, members.json().toString().getBytes(UTF_8));
      case Reply.Empty ignored -> HttpResponse.create().withStatus(shape.status());
      case Reply.Raw raw ->
          Bodies.with(
              raw.body().length == 0
                  ? HttpResponse.create().withStatus(raw.status())
                  : Bodies.response(
                      raw.status(), Bodies.contentType(raw.contentType()), raw.body()),
              raw.headers());
    };
  }

  @Override
  public HttpResponse refuse(HttpRequest request, ApiError error, String requestId) {
    var body = JsonNodeFactory.instance.objectNode();
    error.members().forEach(body::put);
    body.put(CAPITAL_MESSAGE.contains(error.type()) ? "Message" : "message", error.text());
    return Bodies.with(
        Bodies.response(error.status(), Bodies.JSON, body.toString().getBytes(UTF_8)),
        Map.of("X-Amzn-ErrorType", error.type()));
  }

  @Override
  public ApiError tooLarge(HttpRequest request) {
    var operation = match(request).map(match -> match.shape().name()).orElse("requested");
    return operation.equals("Invoke")
        ? new ApiError(
            413,
            "RequestTooLargeException",
            "Request must be smaller than "
                + PAYLOAD_BYTES_MAX
                + " bytes for the InvokeFunction operation",
            Map.of("Type", "User"))
        : new ApiError(
            413,
            "RequestEntityTooLargeException",
            "Request must be smaller than "
                + bodyBytesMax(request)
                + " bytes for the "
                + operation
                + " operation");
  }

  private static ApiError unknown(HttpRequest request) {
    return new ApiError(
        404,
        "UnknownOperationException",
        "Pawl does not offer " + request.method().value() + " " + request.getUri().path() + ".");
  }
}
