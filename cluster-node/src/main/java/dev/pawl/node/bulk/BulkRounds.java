package dev.pawl.node.bulk;

import dev.pawl.persistence.index.BulkOperations;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again for bulk operations that nobody works on, and works on them. */
public final class BulkRounds {
  /** Operations that one node works on at the same time. */
  static final int OPERATIONS_MAX = 4;

  private static final Logger LOG = LoggerFactory.getLogger(BulkRounds.class);

  private final BulkWork work;
  private final BulkOperations operations;
  private final Executor blocking;
  private final Set<String> here = ConcurrentHashMap.newKeySet();

  private BulkRounds(BulkWork work, BulkOperations operations, Executor blocking) {
    this.work = work;
    this.operations = operations;
    this.blocking = blocking;
  }

  /** What looks, until it is stopped. */
  public record Started(Cancellable timer, BulkWork work) {
    public void stop() {
      timer.cancel();
      work.close();
    }
  }

  /**
   * Begins to look.
   *
   * @param interval between two looks
   */
  public static Started start(
      ActorSystem<?> system,
      BulkWork work,
      BulkOperations operations,
      Duration interval,
      Executor blocking) {
    var rounds = new BulkRounds(work, operations, blocking);
    var timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                interval,
                interval,
                () -> blocking.execute(rounds::round),
                system.executionContext());
    return new Started(timer, work);
  }

  private void round() {
    if (here.size() >= OPERATIONS_MAX) {
      return;
    }
    try {
      operations.idle(OPERATIONS_MAX - here.size()).forEach(this::begin);
    } catch (RuntimeException e) {
      LOG.warn("Expected the database to name bulk operations, but: {}", e.toString());
    }
  }

  private void begin(String id) {
    if (here.add(id)) {
      work.work(id)
          .whenComplete((done, failure) -> {
            here.remove(id);
            if (failure != null) {
              LOG.warn("Expected to work on bulk operation {}; it is tried again.", id, failure);
            }
          });
    }
  }
}
