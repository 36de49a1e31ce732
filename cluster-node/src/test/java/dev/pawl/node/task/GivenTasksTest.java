package dev.pawl.node.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.pekko.actor.Address;
import org.junit.jupiter.api.Test;

class GivenTasksTest {

  private static final Address ONE = new Address("pekko", "pawl", "127.0.0.1", 7355);
  private static final Address OTHER = new Address("pekko", "pawl", "127.0.0.2", 7355);

  private long now;
  private final GivenTasks<String> given = new GivenTasks<>(Duration.ofSeconds(3), () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void thoseOfTheLostNodeAreTold() {
    given.add("a", ONE);
    given.add("b", OTHER);
    given.add("c", ONE);

    assertThat(given.removeSentTo(ONE)).containsExactly("a", "c");
    assertThat(given.removeSentTo(ONE)).isEmpty();
    assertThat(given.removeSentTo(OTHER)).containsExactly("b");
  }

  @Test
  void thoseOfLongAgoAreForgotten() {
    given.add("old", ONE);
    pass(Duration.ofSeconds(2));
    given.add("young", ONE);
    pass(Duration.ofSeconds(2));
    given.add("new", OTHER);

    assertThat(given.removeSentTo(ONE)).containsExactly("young");
  }

  @Test
  void noTaskIsLostOnTheWayInsideANode() {
    given.add("here", new Address("pekko", "pawl"));

    assertThat(given.removeSentTo(new Address("pekko", "pawl"))).isEmpty();
  }
}
