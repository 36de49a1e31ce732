package dev.pawl.node.api;

import dev.pawl.node.observe.LogFields;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The one place where what went wrong becomes an error of AWS. What nobody foresaw is logged and
 * shown to nobody.
 */
public final class Failures {

  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private final Translation translation;

  /** What the layers below throw, as errors of AWS; null for what is not foreseen. */
  @FunctionalInterface
  public interface Translation {
    @org.jspecify.annotations.Nullable
    ApiError translate(Throwable failure);
  }

  public Failures(Translation translation) {
    this.translation = translation;
  }

  ApiError error(Throwable thrown, String operation, String requestId) {
    var failure = unwrap(thrown);
    if (failure instanceof ApiError error) {
      return error;
    }
    var translated = translation.translate(failure);
    if (translated != null) {
      return translated;
    }
    try (var ignored = MDC.putCloseable(LogFields.REQUEST_ID, requestId)) {
      log.error(
          "Expected {} to be answered, but it failed (request {}).", operation, requestId, failure);
    }
    return ApiError.internal(requestId);
  }

  static Throwable unwrap(Throwable thrown) {
    var failure = thrown;
    while ((failure instanceof CompletionException || failure instanceof ExecutionException)
        && failure.getCause() != null) {
      failure = failure.getCause();
    }
    return failure;
  }
}
