package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code GET /} and {@code GET /health}, for people and for load balancers; anything else is not
 * found.
 */
final class PlainRoute implements Route {

  private static final int BODY_BYTES_MAX = 65_536;

  private final BooleanSupplier ready;

  PlainRoute(BooleanSupplier ready) {
    this.ready = ready;
  }

  @Override
  public boolean serves(HttpRequest request) {
    return true;
  }

  @Override
  public String service(HttpRequest request, byte[] body) {
    return "pawl";
  }

  @Override
  public Dialect dialect() {
    return Dialect.REST_JSON;
  }

  @Override
  public boolean isOpen(HttpRequest request) {
    return true;
  }

  @Override
  public long bodyBytesMax(HttpRequest request) {
    return BODY_BYTES_MAX;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Exchange exchange) {
    return CompletableFuture.completedStage(
        switch (exchange.http().method().value() + " " + exchange.http().getUri().path()) {
          case "GET /", "HEAD /" -> text(200, "Pawl: AWS Step Functions and Lambda.\n");
          case "GET /health", "HEAD /health" -> health();
          default -> text(404, "Pawl has nothing here.\n");
        });
  }

  /** The public port says whether, the operator's port says why. */
  private HttpResponse health() {
    return ready.getAsBoolean() ? text(200, "ok\n") : text(503, "not ready\n");
  }

  @Override
  public HttpResponse refuse(HttpRequest request, ApiError error, String requestId) {
    return text(error.status(), error.text() + "\n");
  }

  @Override
  public ApiError tooLarge(HttpRequest request) {
    return new ApiError(413, "TooLarge", "Expected at most " + BODY_BYTES_MAX + " bytes.");
  }

  private static HttpResponse text(int status, String text) {
    return Bodies.response(status, ContentTypes.TEXT_PLAIN_UTF8, text.getBytes(UTF_8));
  }
}
