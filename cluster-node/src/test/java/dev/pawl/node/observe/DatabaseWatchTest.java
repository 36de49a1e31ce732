package dev.pawl.node.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DatabaseWatchTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Clock OURS = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final ObserveSettings SETTINGS =
      ObserveSettings.from(
          ConfigFactory.parseString(
                  "interval = 10 ms, database-answer-max = 50 ms, clock-skew-max = 2 s")
              .withFallback(ConfigFactory.load().getConfig("pawl.observe")));

  private final Health health = new Health();

  @Test
  void aDatabaseThatAnswersIsReady() {
    try (var watch = watch(() -> NOON)) {
      assertThat(health.ready().ok()).as(watch.toString()).isTrue();
    }
  }

  @Test
  void aDatabaseThatFailsIsNotReadyUntilItAnswersAgain() {
    var failure = new AtomicReference<>(new IllegalStateException("Connection refused"));
    try (var watch =
        watch(() -> {
          if (failure.get() != null) {
            throw failure.get();
          }
          return NOON;
        })) {
      assertThat(trouble("database")).contains("Connection refused").as(watch.toString());

      failure.set(null);

      await().until(() -> health.ready().ok());
    }
  }

  @Test
  void aDatabaseThatHangsIsNotReady() throws InterruptedException {
    var hangs = new CountDownLatch(1);
    var asked = new AtomicReference<>(0);
    try (var watch =
        watch(() -> {
          if (asked.getAndUpdate(n -> n + 1) > 0) {
            waitFor(hangs);
          }
          return NOON;
        })) {
      assertThat(health.ready().ok()).as(watch.toString()).isTrue();

      await().until(() -> !health.ready().ok());

      assertThat(trouble("database")).contains("within 50 ms, but it has been silent for");
    } finally {
      hangs.countDown();
    }
  }

  @Test
  void aClockThatIsTooFarOffIsNotReadyAndSaysByHowMuch() {
    try (var watch = watch(() -> NOON.plusSeconds(3_600))) {
      assertThat(trouble("clock")).contains("3600000 ms behind").as(watch.toString());
    }
    assertThat(DatabaseWatch.skew(NOON, NOON.minusSeconds(3), NOON.plusSeconds(1)))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aClockIsNotBlamedForASlowAnswer() {
    var skew = DatabaseWatch.skew(NOON, NOON.plusSeconds(4), NOON.plusSeconds(5));

    assertThat(skew).isZero();
  }

  private DatabaseWatch watch(Supplier<Instant> databaseTime) {
    var watch = DatabaseWatch.start(SETTINGS, OURS, databaseTime, at -> Optional.empty());
    watch.judge(health);
    health.started();
    return watch;
  }

  private String trouble(String check) {
    return health.ready().results().stream()
        .filter(result -> result.name().equals(check))
        .flatMap(result -> result.trouble().stream())
        .findFirst()
        .orElse("none");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
