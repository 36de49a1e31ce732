package dev.pawl.node.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo would be worth nothing if its checks could not fail. */
class HistoriesTest {

  private static List<JsonNode> history(String... types) {
    var events = new ArrayList<JsonNode>();
    for (var type : types) {
      var id = events.size() + 1;
      events.add(AwsClient.object().put("id", id).put("previousEventId", id - 1).put("type", type));
    }
    return events;
  }

  @Test
  void aWholeHistoryIsLinear() {
    assertThat(
            Histories.isLinear(history("ExecutionStarted", "PassStateEntered", "ExecutionFailed")))
        .isTrue();
  }

  @Test
  void aGapASecondEndAndAnOpenEndAreSeen() {
    var gap = history("ExecutionStarted", "PassStateEntered", "ExecutionSucceeded");
    gap.remove(1);

    assertThat(Histories.isLinear(gap)).isFalse();
    assertThat(
            Histories.isLinear(
                history("ExecutionStarted", "ExecutionFailed", "ExecutionSucceeded")))
        .isFalse();
    assertThat(Histories.isLinear(history("ExecutionStarted", "PassStateEntered"))).isFalse();
    assertThat(Histories.isLinear(List.of())).isFalse();
  }

  @Test
  void aLostOrChangedEventIsSeen() {
    var before = history("ExecutionStarted", "PassStateEntered");

    assertThat(Histories.continues(before, history("ExecutionStarted", "PassStateEntered", "X")))
        .isTrue();
    assertThat(Histories.continues(before, history("ExecutionStarted"))).isFalse();
    assertThat(Histories.continues(before, history("ExecutionStarted", "WaitStateEntered")))
        .isFalse();
  }

  @Test
  void theMostIterationsAtOnceAreCounted() {
    var events =
        history(
            "MapIterationStarted",
            "MapIterationStarted",
            "MapIterationSucceeded",
            "MapIterationStarted",
            "MapIterationFailed");

    assertThat(Histories.mostIterations(events)).isEqualTo(2);
  }
}
