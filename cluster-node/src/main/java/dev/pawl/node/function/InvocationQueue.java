package dev.pawl.node.function;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Invocations that wait for a process, in their order; bounded in number, bytes and time. Used
 * under the pool's lock.
 */
final class InvocationQueue {
  private final EnvironmentServices services;
  private final Map<Invocation, Future<?>> waiting = new LinkedHashMap<>();
  private long bytes;

  InvocationQueue(EnvironmentServices services) {
    this.services = services;
  }

  /**
   * False when there is no room. {@code late} is called, without the lock, for one that waits
   * longer.
   */
  boolean add(Invocation invocation, Duration atMost, Consumer<Invocation> late) {
    int size = invocation.payload().length;
    FunctionSettings settings = services.settings();
    if (waiting.size() >= settings.queueMax() || bytes + size > settings.queueBytesMax()) {
      return false;
    }
    bytes += size;
    waiting.put(invocation, services.after(atMost, () -> late.accept(invocation)));
    return true;
  }

  /** False when it does not wait any more. */
  boolean remove(Invocation invocation) {
    Future<?> timer = waiting.remove(invocation);
    if (timer == null) {
      return false;
    }
    timer.cancel(false);
    bytes -= invocation.payload().length;
    return true;
  }

  @Nullable Invocation oldest() {
    return waiting.isEmpty() ? null : waiting.keySet().iterator().next();
  }

  @Nullable Invocation takeOldestOf(FunctionSpec.Revision revision) {
    for (Invocation invocation : waiting.keySet()) {
      if (invocation.spec().revision().equals(revision)) {
        remove(invocation);
        return invocation;
      }
    }
    return null;
  }

  int countOf(FunctionSpec.Revision revision) {
    return (int)
        waiting.keySet().stream().filter(i -> i.spec().revision().equals(revision)).count();
  }

  void clear() {
    waiting.values().forEach(timer -> timer.cancel(false));
    waiting.clear();
    bytes = 0;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }
}
