package dev.pawl.engine.execution;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an execution does not go on: because it was paused itself, because its state machine is, or
 * both. It goes on when neither holds any more.
 *
 * @param since when it stopped going on, whichever came first
 * @param own it was paused itself
 * @param ofMachine its state machine is paused
 */
public record Pause(Instant since, @Nullable Reason own, @Nullable Reason ofMachine) {

  /** Longest text by which a pause is explained (characters). */
  public static final int REASON_CHARS_MAX = 1_024;

  /**
   * @param since when it was paused
   * @param text why, if whoever asked for it said so
   * @param generation which pause of the machine it is; 0 of the execution's own
   */
  public record Reason(Instant since, @Nullable String text, long generation) {}

  static Pause and(@Nullable Pause before, Event.ExecutionPaused event, Instant at) {
    var reason = new Reason(at, event.reason(), event.generation());
    var since = before == null ? at : before.since();
    var own = before == null ? null : before.own();
    var ofMachine = before == null ? null : before.ofMachine();
    return event.generation() == 0
        ? new Pause(since, reason, ofMachine)
        : new Pause(since, own, reason);
  }

  /** What is left when one of the two is over; null = nothing. */
  @Nullable Pause without(Event.ExecutionResumed event) {
    return event.generation() == 0 ? left(null, ofMachine) : left(own, null);
  }

  private @Nullable Pause left(@Nullable Reason newOwn, @Nullable Reason newOfMachine) {
    return newOwn == null && newOfMachine == null ? null : new Pause(since, newOwn, newOfMachine);
  }

  /** The reason that counts: the execution's own, if it has one. */
  public Reason reason() {
    return own == null ? Objects.requireNonNull(ofMachine) : own;
  }
}
