package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private long nanos = -17;
  private Instant database = NOON;
  private final DatabaseClock clock = new DatabaseClock(() -> nanos, NOON);

  private void pass(Duration time) {
    nanos += time.toNanos();
    database = database.plus(time);
  }

  /** It looked at its clock, and its answer took that long. */
  private void answerAfter(Duration way) {
    var said = database;
    pass(way);
    clock.told(said);
  }

  @Test
  void itGoesOnFromWhatTheDatabaseSaid() {
    pass(Duration.ofHours(2));

    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(2)));
  }

  @Test
  void slowAnswersDoNotHoldItBack() {
    for (var i = 0; i < 20; i++) {
      answerAfter(SECOND);
    }

    assertThat(clock.instant()).isEqualTo(database);
  }

  @Test
  void itIsNeverAheadOfTheDatabase() {
    for (var i = 0; i < 200; i++) {
      answerAfter(Duration.ofMillis(i * 37 % 90));
      pass(SECOND);

      assertThat(clock.instant()).isBeforeOrEqualTo(database);
      assertThat(Duration.between(clock.instant(), database)).isLessThan(Duration.ofMillis(90));
    }
  }

  @Test
  void itFollowsADatabaseWhoseTimeJumpsAhead() {
    database = database.plus(Duration.ofHours(1));

    answerAfter(Duration.ofMillis(1));

    assertThat(clock.instant()).isEqualTo(database.minusMillis(1));
  }

  @Test
  void itFollowsADatabaseWhoseTimeJumpsBack() {
    database = database.minus(Duration.ofHours(1));

    answerAfter(Duration.ofMillis(1));

    assertThat(clock.instant()).isEqualTo(database.minusMillis(1));
  }

  @Test
  void aDatabaseThatIsALittleBehindIsNearedByAndBy() {
    database = database.minus(Duration.ofMillis(20));
    var before = clock.instant();

    for (var i = 0; i < 100; i++) {
      answerAfter(Duration.ZERO);

      assertThat(clock.instant()).isAfterOrEqualTo(before.minusMillis(1));
      before = clock.instant();
      pass(Duration.ofMillis(10));
    }

    assertThat(clock.instant()).isEqualTo(database);
  }
}
