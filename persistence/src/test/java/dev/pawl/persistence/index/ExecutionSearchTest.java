package dev.pawl.persistence.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.engine.search.AttributeValue;
import dev.pawl.engine.search.Filter;
import dev.pawl.engine.search.IllegalQueryException;
import dev.pawl.engine.search.IndexedValue;
import dev.pawl.engine.search.TextQuery;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.jdbc.InvalidPageTokenException;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.journal.FencedException;
import dev.pawl.persistence.journal.IndexChange;
import dev.pawl.persistence.journal.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Executions are found by what they are and hold, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class ExecutionSearchTest {

  private final TestDatabase test;
  private final Database database;

  ExecutionSearchTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    database = test.open();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @Test
  void executionsAreFoundByWhatTheyAreAndHold() {
    put(1, "nightly-1", "SUCCEEDED", text("customer", "A"), number("amount", 10));
    put(2, "nightly-2", "FAILED", text("customer", "A"), number("amount", 200));
    put(3, "nightly_3", "FAILED", text("customer", "B"), number("amount", -5));
    put(4, "Manual", "RUNNING", text("customer", "Ab"), text("amount", "10"));
    put(5, "plain", "RUNNING");

    assertFound("", 5, 4, 3, 2, 1);
    assertFound("status = FAILED", 3, 2);
    assertFound("status in (FAILED, SUCCEEDED) and customer = \"A\"", 2, 1);
    assertFound("customer startsWith \"A\"", 4, 2, 1);
    assertFound("customer != \"A\"", 4, 3);
    assertFound("not customer = \"A\"", 5, 4, 3);
    assertFound("amount > 9", 2, 1);
    assertFound("amount >= -5 and amount < 200 and status = FAILED", 3);
    assertFound("amount = \"10\"", 4);
    assertFound("name startsWith \"nightly-\"", 2, 1);
    assertFound("name = plain or customer = \"B\"", 5, 3);
    assertFound("name startsWith \"\"", 5, 4, 3, 2, 1);
    assertFound("stateMachine = \"" + Rows.MACHINE + "\" and status = RUNNING", 5, 4);
    assertFound("stateMachine = \"arn:of-another\"");
    assertFound("version = \"" + Rows.MACHINE + ":3\"", 5, 3, 1);
    assertFound("not version = \"" + Rows.MACHINE + ":3\"", 4, 2);
    assertFound("startDate >= " + at(2) + " and startDate < " + at(4), 3, 2);
    assertFound("stopDate <= " + at(2), 2, 1);
    assertFound("not stopDate <= " + at(2), 5, 4, 3);
    assertFound("status = FAILED and status = RUNNING");
    assertFound("customer = \"A' OR '1'='1\"");
  }

  @Test
  void pagesFollowEachOtherInEitherOrder() {
    for (int i = 1; i <= 7; i++) {
      put(i / 3, "n" + i, i % 2 == 0 ? "FAILED" : "RUNNING", text("customer", i == 4 ? "B" : "A"));
    }

    for (var query : List.of("", "customer = \"A\"", "name startsWith \"n\"", "status = FAILED")) {
      for (var newest : List.of(true, false)) {
        var all = names(pages(filter(query), newest, 100));
        assertThat(names(pages(filter(query), newest, 2))).as(query).isEqualTo(all);
        assertThat(all).doesNotHaveDuplicates();
      }
      assertThat(names(pages(filter(query), true, 100)))
          .isEqualTo(names(pages(filter(query), false, 3)).reversed());
    }
    var token = database.search().page(filter(""), true, 2, null).nextToken();
    assertThatThrownBy(() -> database.search().page(filter("status = FAILED"), true, 2, token))
        .isInstanceOf(InvalidPageTokenException.class);
  }

  @Test
  void aValueIsReplacedAndTakenAwayWithItsRowAndGoesWithItsExecution() {
    var arn = Rows.arn("changing");
    write(arn, 1, "RUNNING", List.of(text("step", "one"), text("kept", "k")));
    write(arn, 2, "RUNNING", List.of(text("step", "two")));
    assertThat(found("step = \"one\"")).isEmpty();
    assertThat(found("step = \"two\"")).containsExactly("changing");

    write(arn, 3, "SUCCEEDED", List.of(new IndexedValue("step", null)));
    assertThat(found("step = \"two\"")).isEmpty();
    assertThat(database.search().attributes(List.of(arn)).get(arn))
        .containsOnlyKeys("kept")
        .containsValue(AttributeValue.text("k"));

    database.retention().deleteEnded(Rows.START.plus(Duration.ofDays(1)), 10).join();
    assertThat(found("kept = \"k\"")).isEmpty();
    assertThat(database.search().attributes(List.of(arn))).isEmpty();
  }

  @Test
  void theValueOfAFencedWriterIsNeverSeen() {
    var arn = Rows.arn("fenced");
    write(arn, 1, "RUNNING", List.of(text("step", "one")));

    var stale = indexOf(arn, "RUNNING", List.of(text("step", "stale")));
    assertThatThrownBy(() -> Rows.append(database.writer(), stale, 1, "another"))
        .hasCauseInstanceOf(FencedException.class);

    assertThat(found("step = \"stale\"")).isEmpty();
    assertThat(found("step = \"one\"")).containsExactly("fenced");
  }

  @Test
  void mapRunsAreFoundOnlyByTheirMachine() {
    var run = Rows.running("arn:aws:states:us-east-1:000000000000:mapRun:Orders/Each:1");
    var child =
        new IndexChange(
            run.executionArn() + "-child",
            Rows.MACHINE + "/Each",
            "child",
            "RUNNING",
            Rows.START,
            null,
            null,
            null,
            0,
            0,
            List.of(),
            List.of());
    Rows.append(database.writer(), child, 1);

    assertThat(found("")).isEmpty();
    assertThat(found("stateMachine = \"" + Rows.MACHINE + "/Each\"")).containsExactly("child");
  }

  // ---- what is stored

  private void put(int minute, String name, String status, IndexedValue... attributes) {
    var isEven = minute % 2 == 0;
    Rows.append(
        database.writer(),
        new IndexChange(
                Rows.arn(name),
                Rows.MACHINE,
                name,
                status,
                at(minute),
                status.equals("RUNNING") ? null : at(minute),
                null,
                null,
                0,
                0,
                List.of(),
                List.of(),
                null,
                isEven ? null : Rows.MACHINE + ":3",
                null,
                0,
                null,
                null)
            .withAttributes(List.of(attributes)),
        1);
  }

  private void write(String arn, long seqNr, String status, List<IndexedValue> attributes) {
    Rows.append(database.writer(), indexOf(arn, status, attributes), seqNr);
  }

  private static IndexChange indexOf(String arn, String status, List<IndexedValue> attributes) {
    var name = arn.substring(arn.lastIndexOf(':') + 1);
    var stop = status.equals("RUNNING") ? null : Rows.START;
    return new IndexChange(
            arn,
            Rows.MACHINE,
            name,
            status,
            Rows.START,
            stop,
            null,
            null,
            0,
            0,
            List.of(),
            List.of(),
            null,
            null,
            null,
            0,
            null,
            null)
        .withAttributes(attributes);
  }

  private static Instant at(int minute) {
    return Rows.START.plus(Duration.ofMinutes(minute));
  }

  private static IndexedValue text(String name, String text) {
    return new IndexedValue(name, AttributeValue.text(text));
  }

  private static IndexedValue number(String name, double number) {
    return new IndexedValue(name, AttributeValue.number(number).orElseThrow());
  }

  // ---- what is found

  private void assertFound(String query, Integer... minutes) {
    assertThat(pages(filter(query), true, 100))
        .as(query)
        .extracting(e -> (int) Duration.between(Rows.START, e.startDate()).toMinutes())
        .containsExactly(minutes);
  }

  private List<String> found(String query) {
    return names(pages(filter(query), true, 100));
  }

  private static List<String> names(List<ExecutionSummary> executions) {
    return executions.stream().map(ExecutionSummary::name).toList();
  }

  private List<ExecutionSummary> pages(Filter filter, boolean newestFirst, int max) {
    var all = new ArrayList<ExecutionSummary>();
    @Nullable String token = null;
    do {
      Page<ExecutionSummary> page = database.search().page(filter, newestFirst, max, token);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(max);
      all.addAll(page.items());
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  private static Filter filter(String query) {
    try {
      return TextQuery.parse(query, name -> name);
    } catch (IllegalQueryException e) {
      throw new AssertionError(e);
    }
  }
}
