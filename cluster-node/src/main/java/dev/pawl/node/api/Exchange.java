package dev.pawl.node.api;

import dev.pawl.node.api.auth.Principal;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, read whole.
 *
 * @param endpoint where the client reached this node, {@code http://localhost:4566}
 * @param traceHeader of X-Ray: what it starts belongs to that trace; null if it belongs to none
 * @param caller who has signed it
 * @param gone completes when nobody waits for the answer any more
 */
@SuppressWarnings("ArrayRecordComponent") // A body is bytes; exchanges are never compared.
record Exchange(
    String requestId,
    HttpRequest http,
    byte[] body,
    String endpoint,
    @Nullable String traceHeader,
    Principal caller,
    CompletionStage<?> gone) {

  /** What AWS's SDKs call a request and all its retries. */
  String invocationId() {
    return http.getHeader("amz-sdk-invocation-id").map(header -> header.value()).orElse(requestId);
  }

  /** Whether the trace is that of X-Ray's header, which a client's own SDK has set. */
  boolean isTracedByCaller() {
    return traceHeader != null && http.getHeader(AwsPort.X_RAY).isPresent();
  }

  static Exchange of(
      String requestId,
      HttpRequest http,
      byte[] body,
      String scheme,
      @Nullable String traceHeader,
      Principal caller,
      CompletionStage<?> gone) {
    var host = http.getHeader("Host").map(header -> header.value()).orElse("localhost");
    return new Exchange(requestId, http, body, scheme + "://" + host, traceHeader, caller, gone);
  }
}
