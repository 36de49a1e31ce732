package dev.pawl.node.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one TCP connection waits for: at most one answer, as HTTP/1.1 answers in order. When the
 * connection ends, whoever works on that answer is told, so that a worker that went away leaves its
 * place in the queue of pollers.
 */
final class Connection {

  private final Runnable hangUp;
  private boolean closed;
  private boolean used;
  private long quietSinceNanos;
  private @Nullable CompletableFuture<Void> waiting;

  /**
   * @param hangUp ends the connection from this side
   */
  Connection(Runnable hangUp) {
    this.hangUp = hangUp;
  }

  /** A request has come; the future completes if its client goes away before the answer. */
  synchronized CompletableFuture<Void> begin() {
    var gone = new CompletableFuture<Void>();
    waiting = gone;
    used = true;
    if (closed) {
      gone.complete(null);
    }
    return gone;
  }

  /** The answer is there. */
  synchronized void end() {
    waiting = null;
    quietSinceNanos = System.nanoTime();
  }

  /** Nobody waits any more. */
  void close() {
    var gone = closing();
    if (gone != null) {
      gone.complete(null);
    }
  }

  /**
   * Ends the connection if the head of another request takes too long, be it that nothing comes or
   * that it comes byte by byte.
   */
  void requireAnotherRequest(Duration within) {
    if (isOverdue(within)) {
      hangUp.run();
    }
  }

  private synchronized boolean isOverdue(Duration within) {
    return used && waiting == null && System.nanoTime() - quietSinceNanos > within.toNanos();
  }

  private synchronized @Nullable CompletableFuture<Void> closing() {
    closed = true;
    return waiting;
  }
}
