package dev.pawl.node.api;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one TCP connection waits for: at most one answer, as HTTP/1.1 answers in order. When the
 * connection ends, whoever works on that answer is told, so that a worker that went away leaves its
 * place in the queue of pollers.
 */
final class Connection {

  private boolean closed;
  private @Nullable CompletableFuture<Void> waiting;

  /** A request has come; the future completes if its client goes away before the answer. */
  synchronized CompletableFuture<Void> begin() {
    var gone = new CompletableFuture<Void>();
    waiting = gone;
    if (closed) {
      gone.complete(null);
    }
    return gone;
  }

  synchronized void end() {
    waiting = null;
  }

  /** Nobody waits any more. */
  void close() {
    var gone = closing();
    if (gone != null) {
      gone.complete(null);
    }
  }

  private synchronized @Nullable CompletableFuture<Void> closing() {
    closed = true;
    return waiting;
  }
}
