package dev.pawl.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.load.chaos.ChaosReport.Struck;
import dev.pawl.load.chaos.Samples.Outcome;
import dev.pawl.load.chaos.Samples.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosReportTest {

  private static final Struck PAUSE =
      new Struck(10_000, 15_000, "pause", List.of(2), Map.of("long", 2, "other", 1));
  private static final Struck CRASH = new Struck(60_000, 61_000, "db", List.of(), Map.of());

  private static Sample hung(long atMillis, int node, String operation) {
    return new Sample(atMillis, node, operation, "", 12_000, Outcome.HUNG);
  }

  private static JsonNode report(Book book, Sample... samples) {
    var finding = new Audit.Finding(0, 0, List.of(), List.of());
    return new ChaosReport("a run", List.of(samples), List.of(PAUSE, CRASH), book, finding).json();
  }

  @Test
  void aNodeThatStandsStillAnswersNobodyAndTheOthersMust() {
    var hung =
        report(
                new Book(),
                hung(9_000, 2, "SendTaskSuccess"), // asked just before
                hung(24_000, 2, "StartExecution"), // it has been given up, and starts again
                hung(55_000, 1, "StartExecution"), // the database crashes
                hung(12_000, 2, "GetActivityTask"), // a long poll
                hung(11_000, 1, "StartExecution"),
                hung(26_000, 2, "StopExecution"))
            .path("hung");

    assertThat(hung.path("askedOfStruckNodes").intValue()).isEqualTo(3);
    assertThat(hung.path("askedOfOthers").intValue()).isEqualTo(2);
    assertThat(hung.path("ofOthers"))
        .extracting(JsonNode::textValue)
        .containsExactly("11.0 s: StartExecution of node 1", "26.0 s: StopExecution of node 2");
  }

  @Test
  void aStillStandIsTheLongestTimeBetweenTwoSteps() {
    var book = new Book();
    for (var at : List.of(9_800L, 9_900L, 13_400L, 14_000L)) {
      book.ticked("long", at);
      book.ticked("other", at / 2 + 5_000);
    }

    var fault = report(book, hung(100_000, 1, "any")).path("faultTable").get(0);

    assertThat(fault.path("lostTheirNode").path("max").doubleValue()).isEqualTo(3.4);
    assertThat(fault.path("lostTheirNode").path("n").intValue()).isEqualTo(1);
    assertThat(fault.path("others").path("max").doubleValue()).isEqualTo(1.7);
  }
}
