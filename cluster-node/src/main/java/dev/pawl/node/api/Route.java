package dev.pawl.node.api;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** One protocol that the AWS port speaks. */
interface Route {

  /** Whether the request speaks it; the port asks its routes in order. */
  boolean serves(HttpRequest request);

  /** The operation asked for, one of a known set, for the metrics. */
  default String operationName(HttpRequest request) {
    return "other";
  }

  /** The operation asked for, where the body must be known for that. */
  default String operationName(HttpRequest request, byte[] body) {
    return operationName(request);
  }

  /** The service whose operation it is, as requests are signed for it. */
  String service(HttpRequest request, byte[] body);

  /** How it names what keeps a caller out. */
  Dialect dialect();

  /** Whether anybody may ask this, signed or not. */
  default boolean isOpen(HttpRequest request) {
    return false;
  }

  /** How large the body of this request may be. */
  long bodyBytesMax(HttpRequest request);

  /** Answers; a failed stage becomes {@link #refuse}. */
  CompletionStage<HttpResponse> answer(Exchange exchange);

  /** Says no, in the words of the protocol. */
  HttpResponse refuse(HttpRequest request, ApiError error, String requestId);

  /** The error for a body larger than {@link #bodyBytesMax}. */
  ApiError tooLarge(HttpRequest request);
}
