package dev.pawl.node.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database, again and again on a thread of its own, what time it is and which wake-up is
 * the most overdue. It tells from the answers whether the database can be reached, how far this
 * node's clock is off, and whether the executions that nobody calls are being woken. The clock that
 * rules is the database's: it is the one that all nodes share.
 */
public final class DatabaseWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);

  private final ObserveSettings settings;
  private final Clock clock;
  private final Supplier<Instant> databaseTime;
  private final Function<Instant, Optional<Instant>> mostOverdue;
  private final Thread thread;
  private volatile @Nullable Answer answer;
  private volatile @Nullable String failure;
  private volatile boolean closed;

  /**
   * @param atNanos when it came, as {@link System#nanoTime} counts
   * @param skew by how much this node's clock is ahead, at least; negative if it is behind
   * @param overdue how late the most overdue wake-up is
   */
  private record Answer(long atNanos, Duration skew, Duration roundTrip, Duration overdue) {}

  private DatabaseWatch(
      ObserveSettings settings,
      Clock clock,
      Supplier<Instant> databaseTime,
      Function<Instant, Optional<Instant>> mostOverdue) {
    this.settings = settings;
    this.clock = clock;
    this.databaseTime = databaseTime;
    this.mostOverdue = mostOverdue;
    this.thread = Thread.ofPlatform().name("pawl-database-watch").daemon(true).unstarted(this::run);
  }

  /**
   * Asks once, so that there is an answer, and goes on.
   *
   * @param databaseTime asks the database for its time; may block, and may throw
   * @param mostOverdue when the first of the executions should have been woken that were due at
   *     that time
   */
  public static DatabaseWatch start(
      ObserveSettings settings,
      Clock clock,
      Supplier<Instant> databaseTime,
      Function<Instant, Optional<Instant>> mostOverdue) {
    var watch = new DatabaseWatch(settings, clock, databaseTime, mostOverdue);
    watch.ask();
    watch.thread.start();
    return watch;
  }

  /** Adds its conditions of being ready. */
  public void judge(Health health) {
    health.requireReady("database", this::databaseTrouble);
    health.requireReady("clock", this::clockTrouble);
  }

  public void measure(MeterRegistry registry) {
    gauge(
        registry,
        "pawl.clock.skew",
        "How far this node's clock is ahead of the database's.",
        Answer::skew);
    gauge(
        registry,
        "pawl.database.roundtrip",
        "How long the database took to tell its time.",
        Answer::roundTrip);
    gauge(
        registry,
        "pawl.wake.overdue",
        "How late the most overdue wake-up of a parked execution is, in the whole cluster.",
        Answer::overdue);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, Function<Answer, Duration> value) {
    TimeGauge.builder(name, () -> millis(value), TimeUnit.MILLISECONDS)
        .description(description)
        .register(registry);
  }

  private double millis(Function<Answer, Duration> value) {
    var last = answer;
    return last == null ? Double.NaN : value.apply(last).toNanos() / 1e6;
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(settings.interval());
      } catch (InterruptedException e) {
        return;
      }
      ask();
    }
  }

  private void ask() {
    try {
      var begin = System.nanoTime();
      var before = clock.instant();
      var theirs = databaseTime.get();
      var after = clock.instant();
      var end = System.nanoTime();
      var overdue = mostOverdue.apply(theirs).map(due -> Duration.between(due, theirs));
      answer =
          new Answer(
              end,
              skew(before, theirs, after),
              Duration.ofNanos(end - begin),
              overdue.orElse(Duration.ZERO));
      if (failure != null) {
        LOG.info("The database answers again.");
      }
      failure = null;
    } catch (RuntimeException e) {
      if (failure == null && !closed) {
        LOG.warn("Expected the database to tell its time, but: {}", e.getMessage());
      }
      failure = String.valueOf(e.getMessage());
    }
  }

  /** The database looked at its clock at some time between: what lies outside is skew for sure. */
  static Duration skew(Instant before, Instant theirs, Instant after) {
    if (theirs.isBefore(before)) {
      return Duration.between(theirs, before);
    }
    return theirs.isAfter(after) ? Duration.between(theirs, after) : Duration.ZERO;
  }

  private Optional<String> databaseTrouble() {
    var why = failure;
    if (why != null) {
      return Optional.of("Expected the database to answer, but: " + why);
    }
    var silence = Duration.ofNanos(System.nanoTime() - required().atNanos());
    return silence.compareTo(settings.interval().plus(settings.databaseAnswerMax())) > 0
        ? Optional.of(
            "Expected the database to answer within %d ms, but it has been silent for %d ms."
                .formatted(settings.databaseAnswerMax().toMillis(), silence.toMillis()))
        : Optional.empty();
  }

  private Optional<String> clockTrouble() {
    var last = answer;
    if (last == null || last.skew().abs().compareTo(settings.clockSkewMax()) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "Expected this node's clock to be within %d ms of the database's, but it is %d ms %s."
            .formatted(
                settings.clockSkewMax().toMillis(),
                last.skew().abs().toMillis(),
                last.skew().isNegative() ? "behind" : "ahead"));
  }

  private Answer required() {
    var last = answer;
    if (last == null) {
      throw new AssertionError("Expected an answer of the database or a failure.");
    }
    return last;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
