package dev.pawl.persistence.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.jdbc.InvalidPageTokenException;
import dev.pawl.persistence.journal.ActivityOffer;
import dev.pawl.persistence.journal.IndexChange;
import dev.pawl.persistence.journal.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class ExecutionIndexTest {

  private static final Instant T0 = Rows.START;

  private final TestDatabase test;
  private final Database database;
  private final ExecutionIndex index;

  ExecutionIndexTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    database = test.open();
    index = database.executions();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  private void store(IndexChange change) {
    Rows.append(database.writer(), change, 1);
  }

  private static IndexChange execution(
      String name, String status, Instant start, @Nullable Instant stop) {
    return Rows.index(Rows.arn(name), status, start, stop, null, null, List.of(), List.of());
  }

  private static IndexChange sleeping(
      String name, @Nullable Instant wakeAt, @Nullable String owner) {
    return Rows.index(Rows.arn(name), "RUNNING", T0, null, wakeAt, owner, List.of(), List.of());
  }

  private List<String> listed(@Nullable String status, int pageSize) {
    var names = new ArrayList<String>();
    String token = null;
    do {
      var page = index.list(ExecutionQuery.of(Rows.MACHINE, status), pageSize, token);
      assertThat(page.items().size()).isLessThanOrEqualTo(pageSize);
      page.items().forEach(found -> names.add(found.name()));
      token = page.nextToken();
    } while (token != null);
    return names;
  }

  @Test
  void executionsAreListedNewestFirstOverAnyNumberOfPages() {
    store(execution("old", "SUCCEEDED", T0, T0.plusSeconds(1)));
    store(execution("same-a", "RUNNING", T0.plusMillis(5), null));
    store(execution("same-b", "FAILED", T0.plusMillis(5), T0.plusSeconds(2)));
    store(execution("same-c", "RUNNING", T0.plusMillis(5), null));
    store(execution("new", "RUNNING", T0.plusSeconds(9), null));

    for (var pageSize : List.of(1, 2, 3, 5, 100)) {
      assertThat(listed(null, pageSize))
          .containsExactly("new", "same-c", "same-b", "same-a", "old");
      assertThat(listed("RUNNING", pageSize)).containsExactly("new", "same-c", "same-a");
    }
    assertThat(listed("ABORTED", 10)).isEmpty();
  }

  @Test
  void aTokenOfAnotherListIsRefused() {
    store(execution("a", "RUNNING", T0, null));
    store(execution("b", "RUNNING", T0, null));
    var token = index.list(ExecutionQuery.of(Rows.MACHINE, null), 1, null).nextToken();

    assertThatThrownBy(() -> index.list(ExecutionQuery.of(Rows.MACHINE, "RUNNING"), 1, token))
        .isInstanceOf(InvalidPageTokenException.class);
    assertThatThrownBy(() -> index.list(ExecutionQuery.of(Rows.MACHINE, null), 1, "nonsense"))
        .isInstanceOf(InvalidPageTokenException.class);
  }

  @Test
  void whatIsDueIsParkedAndItsTimeHasCome() {
    store(sleeping("later", T0.plusSeconds(10), null));
    store(sleeping("second", T0.plusSeconds(1), null));
    store(sleeping("first", T0, null));
    store(sleeping("hot", T0, "node-1"));
    store(sleeping("never", null, null));

    var due = index.due(T0.plusSeconds(1), 0, 1024, 10);

    assertThat(due).extracting(ExecutionSummary::name).containsExactly("first", "second");
    assertThat(index.due(T0.plusSeconds(1), 0, 1024, 1)).hasSize(1);
    var slice = due.getFirst().slice();
    assertThat(index.due(T0, slice, slice + 1, 10)).hasSize(1);
    assertThat(index.due(T0, slice + 1, 1024, 10)).isEmpty();
  }

  @Test
  void orphansAreHotOnANodeThatIsGone() {
    store(sleeping("a", null, "gone-1"));
    store(sleeping("b", null, "here"));
    store(sleeping("c", null, "gone-2"));
    store(sleeping("d", null, null));

    assertThat(index.orphans(List.of("here", "there"), 0, 1024, "", 10))
        .extracting(ExecutionSummary::name)
        .containsExactly("a", "c");
    assertThat(index.orphans(List.of("here"), 0, 1024, Rows.arn("a"), 10))
        .extracting(ExecutionSummary::name)
        .containsExactly("c");
    assertThat(index.orphans(List.of(), 0, 1024, "", 2)).hasSize(2);
    assertThat(index.orphans(List.of(), 0, 0, "", 2)).isEmpty();
  }

  @Test
  void runningExecutionsOfAMachineAndCounts() {
    store(execution("a", "RUNNING", T0, null));
    store(execution("b", "SUCCEEDED", T0, T0));
    store(execution("c", "PENDING_REDRIVE", T0, T0));

    assertThat(index.running(Rows.MACHINE, "", 10)).containsExactly(Rows.arn("a"), Rows.arn("c"));
    assertThat(index.countByStatus(Rows.MACHINE))
        .containsEntry("RUNNING", 1L)
        .containsEntry("SUCCEEDED", 1L)
        .hasSize(3);
    assertThat(index.countByStatus()).isEqualTo(index.countByStatus(Rows.MACHINE));
  }

  @Test
  void offersComeOldestFirstInWindows() {
    var offers = new ArrayList<ActivityOffer>();
    for (var task = 1; task <= 3; task++) {
      offers.add(new ActivityOffer("act", Rows.arn("a"), task, T0));
    }
    offers.add(new ActivityOffer("act", Rows.arn("a"), 4, T0.plusMillis(1)));
    store(Rows.index(Rows.arn("a"), "RUNNING", T0, null, null, null, offers, List.of()));
    var early = new ActivityOffer("act", Rows.arn("b"), 1, T0.minusMillis(1));
    store(Rows.index(Rows.arn("b"), "RUNNING", T0, null, null, null, List.of(early), List.of()));

    var first = index.offers("act", null, 3);
    var rest = index.offers("act", first.getLast(), 10);

    assertThat(first).containsExactly(early, offers.get(0), offers.get(1));
    assertThat(rest).containsExactly(offers.get(2), offers.get(3));
  }

  @Test
  void aPageOfAHistoryIsFoundWithoutTheRest() {
    var arn = Rows.arn("a");
    for (var row = 1; row <= 10; row++) {
      Rows.append(database.writer(), Rows.running(arn), row);
    }
    var histories = database.histories();

    assertThat(histories.ascending(arn, 4, 7, 0, 100))
        .extracting(ExecutionHistories.HistoryRow::seqNr)
        .containsExactly(2L, 3L, 4L);
    assertThat(histories.ascending(arn, 1, 20, 8, 1).getFirst().events()).isEqualTo(Rows.events(9));
    assertThat(histories.descending(arn, 1, 20, Long.MAX_VALUE, 2))
        .extracting(ExecutionHistories.HistoryRow::seqNr)
        .containsExactly(10L, 9L);
    assertThat(histories.descending(arn, 1, 20, 3, 9))
        .extracting(ExecutionHistories.HistoryRow::seqNr)
        .containsExactly(2L, 1L);
    assertThat(histories.first(arn).orElseThrow().events()).isEqualTo(Rows.events(1));
    assertThat(histories.last(arn).orElseThrow().events()).isEqualTo(Rows.events(10));
    assertThat(histories.first(Rows.arn("unknown"))).isEmpty();

    Rows.appendNote(database.writer(), Rows.running(arn), 10);
    assertThat(histories.last(arn).orElseThrow().events()).isEqualTo(Rows.events(10));
  }

  @Test
  void retentionForgetsWhatEndedLongAgoAndNothingElse() {
    store(execution("old", "SUCCEEDED", T0, T0.plusSeconds(1)));
    store(execution("older", "FAILED", T0, T0));
    store(execution("young", "SUCCEEDED", T0, T0.plusSeconds(60)));
    store(execution("running", "RUNNING", T0, null));
    store(execution("redriven", "RUNNING", T0, T0));

    assertThat(database.retention().deleteEnded(T0.plusSeconds(10), 1).join()).isEqualTo(1);
    assertThat(index.find(Rows.arn("older"))).isEmpty();
    assertThat(database.retention().deleteEnded(T0.plusSeconds(10), 100).join()).isEqualTo(1);

    assertThat(listed(null, 10)).containsExactlyInAnyOrder("young", "running", "redriven");
    assertThat(database.histories().first(Rows.arn("old"))).isEmpty();
    store(execution("old", "RUNNING", T0, null));
  }
}
