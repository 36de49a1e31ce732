package dev.pawl.node.cluster;

import java.time.Duration;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/**
 * How an entity finds out that it is not the owner any more: another node has written a row that it
 * does not know. It then fails, and starts anew from the database, as after a write that failed.
 */
public final class Ownership {

  private static final Duration RESTART_MIN = Duration.ofMillis(100);
  private static final Duration RESTART_MAX = Duration.ofSeconds(5);
  private static final double RESTART_JITTER = 0.2;

  private Ownership() {}

  /**
   * Whether there is a row that an entity does not know. One that it has written itself since the
   * database was asked shows that there was none.
   *
   * @param own number of the last row that the entity knows now
   * @param newest number of the newest one when the database was asked; 0 if there was none
   */
  public static boolean isOvertaken(long own, long newest) {
    return newest > own || (newest == 0 && own > 0);
  }

  /** What an entity throws that has been overtaken. */
  public static IllegalStateException overtaken(String arn) {
    return new Overtaken("Expected to own " + arn + ", but another node has moved it.");
  }

  /** Where it is found out says nothing. */
  private static final class Overtaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Overtaken(String message) {
      super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /**
   * How it starts anew.
   *
   * @param stashMax how many messages it keeps meanwhile
   */
  public static BackoffSupervisorStrategy restart(int stashMax) {
    return SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, RESTART_JITTER)
        .withStashCapacity(stashMax);
  }
}
