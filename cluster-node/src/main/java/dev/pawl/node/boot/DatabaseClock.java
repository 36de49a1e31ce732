package dev.pawl.node.boot;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of the database, which all nodes share, without asking for it each time: what it said,
 * and what has passed since by a clock that nobody sets. So a timer fires at the same time on every
 * node, and a machine whose clock jumps moves nothing.
 *
 * <p>It is behind by what the fastest of the last answers took on its way, and never ahead: timers
 * are not early. When better answers grow old it gives way slowly, so that it hardly ever goes
 * back; only a database whose own time has jumped back, as after a failover, is followed at once.
 */
final class DatabaseClock extends Clock {

  /** Answers that count; with one each second the drift between them is microseconds. */
  private static final int ANSWERS_MAX = 30;

  /** By how much it gives way with each answer. */
  private static final long SLEW_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** What is no delay of an answer any more. */
  private static final long JUMP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier ticks;
  private final Deque<Long> offsets = new ArrayDeque<>();
  private volatile long offset;

  /**
   * @param ticks nanoseconds since whenever, as {@link System#nanoTime}
   * @param first what the database says now
   */
  DatabaseClock(LongSupplier ticks, Instant first) {
    this.ticks = ticks;
    this.offset = nanos(first) - ticks.getAsLong();
    offsets.add(offset);
  }

  /** The database has just said this. */
  synchronized void told(Instant theirs) {
    var latest = nanos(theirs) - ticks.getAsLong();
    if (latest < offset - JUMP_NANOS) {
      offsets.clear();
      offset = latest;
    }
    offsets.add(latest);
    if (offsets.size() > ANSWERS_MAX) {
      offsets.remove();
    }
    var best = offsets.stream().mapToLong(Long::longValue).max().orElse(latest);
    offset = Math.max(best, offset - SLEW_NANOS);
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * NANOS + instant.getNano();
  }

  @Override
  public Instant instant() {
    var now = ticks.getAsLong() + offset;
    return Instant.ofEpochSecond(Math.floorDiv(now, NANOS), Math.floorMod(now, NANOS));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Expected this clock to be asked for instants only.");
  }
}
