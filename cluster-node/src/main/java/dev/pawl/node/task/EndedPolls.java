package dev.pawl.node.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The polls that have lately been answered. Every poll that waits is announced again now and then,
 * and such a word may be on its way when the answer is sent: taken for a new poll it would be given
 * a task that nobody gets. Not thread-safe.
 */
final class EndedPolls {

  /** More are forgotten: at worst a task comes back after a while. */
  private static final int POLLS_MAX = 10_000;

  private final long kept;
  private final LongSupplier nanos;
  private final Map<String, Long> ended = new LinkedHashMap<>();

  /**
   * @param kept how long a word may be on its way; shorter than the time from one to the next, so
   *     that a poll whose answer was lost is heard again
   * @param nanos the time
   */
  EndedPolls(Duration kept, LongSupplier nanos) {
    this.kept = kept.toNanos();
    this.nanos = nanos;
  }

  void add(String pollId) {
    forget();
    ended.put(pollId, nanos.getAsLong());
  }

  boolean contains(String pollId) {
    forget();
    return ended.containsKey(pollId);
  }

  private void forget() {
    var now = nanos.getAsLong();
    var oldest = ended.entrySet().iterator();
    while (oldest.hasNext()
        && (now - oldest.next().getValue() > kept || ended.size() > POLLS_MAX)) {
      oldest.remove();
    }
  }
}
