package dev.pawl.node.function;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt to run a function, from the moment it was asked for until its result is given. */
final class Invocation {
  private final FunctionSpec spec;
  private final String requestId;
  private final String invocationId = UUID.randomUUID().toString();
  private final byte[] payload;
  private final Optional<String> clientContext;
  private final long askedAtNanos = System.nanoTime();
  private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
  private final Consumer<End> over;
  private final Executor executor;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Long timesOutAtNanos;

  /** How it ended, for those who count. */
  enum End {
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    THROTTLED,
    UNAVAILABLE
  }

  /**
   * @param over told of the end before the caller
   * @param executor what the caller does with the result is done here, and not by the thread that
   *     serves the runtime
   */
  Invocation(
      FunctionSpec spec,
      String requestId,
      byte[] payload,
      Optional<String> clientContext,
      Consumer<End> over,
      Executor executor) {
    this.over = over;
    this.executor = executor;
    this.spec = spec;
    this.requestId = requestId;
    this.payload = payload;
    this.clientContext = clientContext;
  }

  FunctionSpec spec() {
    return spec;
  }

  String requestId() {
    return requestId;
  }

  /** Unique per attempt; a runtime may echo it. */
  String invocationId() {
    return invocationId;
  }

  byte[] payload() {
    return payload;
  }

  CompletableFuture<InvocationResult> result() {
    return result;
  }

  Duration waited() {
    return Duration.ofNanos(System.nanoTime() - askedAtNanos);
  }

  /** The function's timeout begins now, unless it already has. */
  Duration beginTimeout() {
    Long running = timesOutAtNanos;
    if (running == null) {
      running = System.nanoTime() + spec.timeout().toNanos();
      timesOutAtNanos = running;
    }
    return Duration.ofNanos(Math.max(0, running - System.nanoTime()));
  }

  /**
   * True when its first process did not come up in time and the second one counts against the
   * function's timeout.
   */
  boolean timeoutHasBegun() {
    return timesOutAtNanos != null;
  }

  /** What the runtime gets when it asks for its next invocation. */
  RuntimeApi.Answer asAnswer(Clock clock) {
    Map<String, String> headers = new HashMap<>();
    long deadline = clock.millis() + beginTimeout().toMillis();
    headers.put("Content-Type", "application/json");
    headers.put("Lambda-Runtime-Aws-Request-Id", requestId);
    headers.put("Lambda-Runtime-Invocation-Id", invocationId);
    headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
    headers.put("Lambda-Runtime-Invoked-Function-Arn", spec.arn());
    headers.put("Lambda-Runtime-Trace-Id", TraceId.of(invocationId, deadline));
    clientContext.ifPresent(context -> headers.put("Lambda-Runtime-Client-Context", context));
    return new RuntimeApi.Answer(200, headers, payload);
  }

  /** Only the first end counts. */
  void complete(InvocationResult outcome, End end) {
    if (ended.compareAndSet(false, true)) {
      over.accept(end);
      executor.execute(() -> result.complete(outcome));
    }
  }

  void fail(FunctionThrottled cause) {
    fail(cause, End.THROTTLED);
  }

  void fail(FunctionUnavailable cause) {
    fail(cause, End.UNAVAILABLE);
  }

  private void fail(RuntimeException cause, End end) {
    if (ended.compareAndSet(false, true)) {
      over.accept(end);
      executor.execute(() -> result.completeExceptionally(cause));
    }
  }
}
