package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadinessTest {

  private static final Duration SIX = Duration.ofSeconds(6);

  private final Steadiness beats = new Steadiness(Duration.ofSeconds(2));

  @Test
  void nothingHasBeenSteadyBeforeItCame() {
    assertThat(beats.isFor(Duration.ZERO, seconds(100))).isFalse();
  }

  @Test
  void itIsSteadyFromTheFirstOn() {
    beatFrom(10, 16);

    assertThat(beats.isFor(SIX, seconds(16))).isTrue();
    assertThat(beats.isFor(SIX.plusNanos(1), seconds(16))).isFalse();
  }

  @Test
  void aGapBeginsItAnew() {
    beatFrom(10, 16);
    beatFrom(19, 20);

    assertThat(beats.isFor(SIX, seconds(20))).isFalse();
    assertThat(beats.isFor(Duration.ofSeconds(1), seconds(20))).isTrue();
  }

  @Test
  void aFailureBeginsItAnew() {
    beatFrom(10, 16);
    beats.failed();
    assertThat(beats.isFor(Duration.ZERO, seconds(16))).isFalse();

    beatFrom(17, 18);
    assertThat(beats.isFor(SIX, seconds(18))).isFalse();
  }

  @Test
  void whatIsLateNowIsNotSteady() {
    beatFrom(10, 16);

    assertThat(beats.isFor(SIX, seconds(18))).isTrue();
    assertThat(beats.isFor(SIX, seconds(18) + 1)).isFalse();
  }

  private void beatFrom(int first, int last) {
    for (var second = first; second <= last; second++) {
      beats.came(seconds(second));
    }
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
