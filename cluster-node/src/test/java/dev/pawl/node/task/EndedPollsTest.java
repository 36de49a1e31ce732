package dev.pawl.node.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndedPollsTest {

  private long now;
  private final EndedPolls ended = new EndedPolls(Duration.ofSeconds(3), () -> now);

  @Test
  void anAnsweredPollIsKnownForAWhile() {
    ended.add("a");
    now += Duration.ofSeconds(2).toNanos();
    ended.add("b");

    assertThat(ended.contains("a")).isTrue();

    now += Duration.ofSeconds(2).toNanos();

    assertThat(ended.contains("a")).isFalse();
    assertThat(ended.contains("b")).isTrue();
    assertThat(ended.contains("c")).isFalse();
  }
}
