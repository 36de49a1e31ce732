package dev.pawl.node.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives a span the ids that were chosen for it on the same thread: those of an execution's spans
 * follow from its history, so that every node knows them, and telling one twice is telling it once.
 */
final class GivenIds implements IdGenerator {

  private final ThreadLocal<@Nullable String> spanId = new ThreadLocal<>();
  private final ThreadLocal<@Nullable String> traceId = new ThreadLocal<>();

  /** For the next span of this thread. */
  void next(String newTraceId, String newSpanId) {
    traceId.set(newTraceId);
    spanId.set(newSpanId);
  }

  String randomTrace() {
    return IdGenerator.random().generateTraceId();
  }

  String randomSpan() {
    return IdGenerator.random().generateSpanId();
  }

  @Override
  public String generateSpanId() {
    return given(spanId);
  }

  @Override
  public String generateTraceId() {
    return given(traceId);
  }

  private static String given(ThreadLocal<@Nullable String> id) {
    var chosen = id.get();
    if (chosen == null) {
      throw new AssertionError("Expected the ids of a span to be chosen before it begins.");
    }
    return chosen;
  }
}
