package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.protocol.awsjson.Reading;
import dev.pawl.protocol.awsjson.RequestReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * AWS's query protocol, which STS and IAM speak: a form whose parameter {@code Action} names the
 * operation, answered in XML.
 */
final class QueryRoute implements Route {

  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ACTION = "Action";
  private static final ContentType XML = Bodies.contentType("text/xml; charset=UTF-8");
  private static final String STS = "GetCallerIdentity";

  private final Map<String, Operation> operations = new HashMap<>();
  private final OperationRunner runner;

  QueryRoute(List<Operation> operations, OperationRunner runner) {
    operations.forEach(operation -> this.operations.put(operation.shape().name(), operation));
    this.runner = runner;
  }

  @Override
  public boolean serves(HttpRequest request) {
    if (!request.getUri().path().equals("/") || request.getHeader("X-Amz-Target").isPresent()) {
      return false;
    }
    return request.method().value().equals("POST")
        ? request.entity().getContentType().mediaType().toString().startsWith(FORM)
        : request.getUri().query().get(ACTION).isPresent();
  }

  /** Known once the body is. */
  @Override
  public String operationName(HttpRequest request) {
    return request.getUri().query().get(ACTION).filter(operations::containsKey).orElse("query");
  }

  @Override
  public String operationName(HttpRequest request, byte[] body) {
    var action = form(request, body).getOrDefault(ACTION, "");
    return operations.containsKey(action) ? action : "unknown";
  }

  @Override
  public String service(HttpRequest request, byte[] body) {
    return service(form(request, body).getOrDefault(ACTION, ""));
  }

  private static String service(String action) {
    return action.equals(STS) ? "sts" : "iam";
  }

  @Override
  public Dialect dialect() {
    return Dialect.QUERY;
  }

  @Override
  public long bodyBytesMax(HttpRequest request) {
    return BODY_BYTES_MAX;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Exchange exchange) {
    var form = form(exchange.http(), exchange.body());
    var action = form.getOrDefault(ACTION, "");
    var operation = operations.get(action);
    if (operation == null) {
      throw new ApiError(
          400,
          "InvalidAction",
          "Could not find operation %s for version %s"
              .formatted(action, form.getOrDefault("Version", "NO_VERSION_SPECIFIED")));
    }
    var lists = QueryForm.lists(form, operation.shape()).toString().getBytes(UTF_8);
    return switch (RequestReader.read(operation.shape(), lists, form)) {
      case Reading.Valid valid ->
          runner
              .run(operation, Calls.call(exchange, valid.input()))
              .thenApply(reply -> response(action, reply, exchange.requestId()));
      case Reading.Unreadable unreadable ->
          throw new ApiError(400, "MalformedInput", unreadable.message());
      case Reading.Invalid invalid -> throw new ApiError(400, "ValidationError", invalid.message());
    };
  }

  private static Map<String, String> form(HttpRequest request, byte[] body) {
    var text =
        request.method().value().equals("POST")
            ? new String(body, UTF_8)
            : request.getUri().rawQueryString().orElse("");
    return QueryForm.parse(text);
  }

  private static HttpResponse response(String action, Reply reply, String requestId) {
    var space =
        service(action).equals("sts")
            ? "https://sts.amazonaws.com/doc/2011-06-15/"
            : "https://iam.amazonaws.com/doc/2010-05-08/";
    var xml = new Xml();
    xml.open(action + "Response xmlns=\"" + space + "\"");
    if (!(reply instanceof Reply.Empty)) {
      xml.element(action + "Result", reply.json());
    }
    xml.open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
    xml.close(action + "Response");
    return Bodies.response(200, XML, xml.bytes());
  }

  @Override
  public HttpResponse refuse(HttpRequest request, ApiError error, String requestId) {
    var xml = new Xml().open("ErrorResponse").open("Error");
    xml.text("Type", error.status() < 500 ? "Sender" : "Receiver");
    xml.text("Code", error.type()).text("Message", error.text());
    xml.close("Error").text("RequestId", requestId).close("ErrorResponse");
    return Bodies.response(error.status(), XML, xml.bytes());
  }

  @Override
  public ApiError tooLarge(HttpRequest request) {
    return new ApiError(
        413, "RequestEntityTooLarge", "Request must be smaller than " + BODY_BYTES_MAX + " bytes");
  }
}
