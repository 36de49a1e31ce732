package dev.pawl.node.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomTest {

  private static final long ONE = 8 * 1024;

  private final Room room = new Room(4 * ONE);

  @Test
  void itIsCrowdedBeyondHalfAndFullBeyondAll() {
    room.holds("a", 0);
    room.holds("b", 0);
    assertThat(room.isCrowded()).isFalse();

    room.holds("c", 0);
    assertThat(room.isCrowded()).isTrue();

    room.holds("d", 0);
    assertThat(room.isFull()).isFalse();

    room.holds("e", 0);
    assertThat(room.isFull()).isTrue();
  }

  @Test
  void dataTakesFourTimesWhatIsStored() {
    room.holds("a", 1000);

    assertThat(room.used()).isEqualTo(ONE + 4000);
  }

  @Test
  void anExecutionCountsOnceHoweverOftenItSaysWhatItHolds() {
    room.holds("a", 0);
    room.holds("a", 2000);
    room.holds("a", 1000);

    assertThat(room.used()).isEqualTo(ONE + 4000);
  }

  @Test
  void whatLeavesLeavesOnce() {
    room.holds("a", 10);
    room.holds("b", 10);

    room.left("a");
    room.left("a");
    room.left("never there");

    assertThat(room.used()).isEqualTo(ONE + 40);
  }

  @Test
  void anIdleOneStaysForItsTimeIfThereIsRoom() {
    var nanos = new AtomicLong();
    var idleness = new Idleness(Duration.ofMinutes(2), Duration.ofSeconds(5), room, nanos::get);

    nanos.set(Duration.ofSeconds(119).toNanos());
    assertThat(idleness.isEnough()).isFalse();
    idleness.ends();

    nanos.set(Duration.ofSeconds(238).toNanos());
    assertThat(idleness.isEnough()).isFalse();

    nanos.set(Duration.ofSeconds(239).toNanos());
    assertThat(idleness.isEnough()).isTrue();
  }

  @Test
  void anIdleOneGoesAtItsNextCheckIfItIsCrowded() {
    var idleness = new Idleness(Duration.ofMinutes(2), Duration.ofSeconds(5), room, () -> 0);
    room.holds("a", ONE);

    assertThat(idleness.check()).isEqualTo(Duration.ofSeconds(5));
    assertThat(idleness.isEnough()).isTrue();
  }

  @Test
  void nobodyChecksLessOftenThanItsTime() {
    var idleness = new Idleness(Duration.ofSeconds(1), Duration.ofSeconds(5), room, () -> 0);

    assertThat(idleness.check()).isEqualTo(Duration.ofSeconds(1));
  }
}
