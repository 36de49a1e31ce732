package dev.pawl.node.boot;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which activities exist, remembered for a moment: decisions ask on every task. An activity that
 * was deleted is noticed after {@link #REMEMBERED} at the latest; one that is not known is always
 * looked for.
 */
final class KnownActivities {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final int ACTIVITIES_MAX = 100_000;

  private final Predicate<String> catalog;
  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  /**
   * @param catalog whether an activity of that ARN is stored; blocks for a moment
   */
  KnownActivities(Predicate<String> catalog) {
    this.catalog = catalog;
  }

  boolean exists(String activityArn) {
    var now = System.nanoTime();
    var at = seen.get(activityArn);
    if (at != null && now - at < REMEMBERED.toNanos()) {
      return true;
    }
    if (!catalog.test(activityArn)) {
      seen.remove(activityArn);
      return false;
    }
    if (seen.size() >= ACTIVITIES_MAX) {
      seen.clear();
    }
    seen.put(activityArn, now);
    return true;
  }
}
