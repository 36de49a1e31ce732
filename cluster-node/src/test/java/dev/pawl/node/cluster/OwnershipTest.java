package dev.pawl.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnershipTest {

  @Test
  void whoKnowsTheNewestRowOwns() {
    assertThat(Ownership.isOvertaken(3, 3)).isFalse();
    assertThat(Ownership.isOvertaken(0, 0)).isFalse();
  }

  @Test
  void aRowThatIsNotKnownIsAnothersWork() {
    assertThat(Ownership.isOvertaken(3, 4)).isTrue();
    assertThat(Ownership.isOvertaken(0, 1)).isTrue();
  }

  @Test
  void whoHasWrittenSinceTheDatabaseWasAskedOwns() {
    assertThat(Ownership.isOvertaken(4, 3)).isFalse();
  }

  @Test
  void whoKnowsRowsOfAnExecutionThatIsGoneDoesNotOwnIt() {
    assertThat(Ownership.isOvertaken(3, 0)).isTrue();
  }
}
