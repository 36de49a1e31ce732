package dev.pawl.persistence.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a decision makes of an execution's permit; stored in the transaction of its row. */
public sealed interface PermitChange {

  /**
   * It waits for one, at the end of the queue.
   *
   * @param ticket which of its lives waits: how often it had been redriven
   * @param key by which it shares a limit; null = none
   */
  record Queue(int ticket, @Nullable String key, Instant at) implements PermitChange {}

  /** It has begun with the one that it was granted. */
  record Take(int ticket) implements PermitChange {}

  /** It needs none any more. */
  record Return() implements PermitChange {}
}
