package dev.pawl.persistence.limit;

import static dev.pawl.persistence.journal.Rows.MACHINE;
import static dev.pawl.persistence.journal.Rows.START;
import static dev.pawl.persistence.journal.Rows.arn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.engine.limit.Waiting;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.journal.FencedException;
import dev.pawl.persistence.journal.PermitChange;
import dev.pawl.persistence.journal.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class PermitTableTest {

  @Parameter
  @SuppressWarnings("NullAway.Init")
  private TestDatabase.Kind kind;

  @SuppressWarnings("NullAway.Init")
  private TestDatabase test;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @SuppressWarnings("NullAway.Init")
  private PermitTable permits;

  @BeforeEach
  void open() {
    test = TestDatabase.create(kind);
    database = test.open();
    permits = database.permits();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  private void limit(@Nullable Integer all, @Nullable Integer perKey) {
    var keyPath = perKey == null ? null : "$.key";
    database.limits().put(MACHINE, new ConcurrencyLimits(all, perKey, keyPath, 100), START).join();
  }

  private void store(String name, long row, String status, PermitChange change) {
    var stop = status.equals("RUNNING") ? null : START;
    var index =
        Rows.index(arn(name), status, START, stop, null, null, List.of(), List.of()).with(change);
    Rows.append(database.writer(), index, row);
  }

  private void queue(String name, @Nullable String key) {
    store(name, 1, "RUNNING", new PermitChange.Queue(0, key, START));
  }

  private void begin(String name) {
    store(name, 2, "RUNNING", new PermitChange.Take(0));
  }

  private void end(String name, long row) {
    store(name, row, "SUCCEEDED", new PermitChange.Return());
  }

  private List<String> grant() {
    return names(permits.grant(MACHINE, START).join().granted());
  }

  private static List<String> names(List<Waiting> granted) {
    return granted.stream()
        .map(Waiting::executionArn)
        .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
        .toList();
  }

  @Test
  void whoCameFirstGoesFirstAndThePermitThatComesBackGoesToTheNext() {
    limit(2, null);
    List.of("z", "y", "x", "w").forEach(name -> queue(name, null));

    assertThat(grant()).containsExactly("z", "y");
    assertThat(grant()).isEmpty();

    begin("z");
    end("z", 3);
    assertThat(grant()).containsExactly("x");
    assertThat(permits.count(MACHINE)).isEqualTo(new PermitTable.Counts(2, 1));
    assertThat(permits.place(arn("w")).map(PermitTable.Place::ahead)).contains(0);
  }

  @Test
  void aFullKeyDoesNotHoldUpOthers() {
    limit(3, 1);
    queue("a1", "a");
    queue("a2", "a");
    queue("b1", "b");
    queue("none1", null);
    queue("none2", null);

    assertThat(grant()).containsExactly("a1", "b1", "none1");
    end("b1", 2);
    assertThat(grant()).containsExactly("none2");
    end("a1", 2);
    assertThat(grant()).containsExactly("a2");
  }

  @Test
  void aRowThatLosesItsPlaceChangesNoPermit() {
    limit(1, null);
    queue("a", null);
    grant();
    begin("a");

    assertThatThrownBy(() -> end("a", 9)).hasCauseInstanceOf(FencedException.class);
    queue("b", null);
    assertThat(grant()).isEmpty();
  }

  @Test
  void aRedrivenExecutionQueuesBehindTheOthers() {
    limit(1, null);
    queue("a", null);
    grant();
    queue("b", null);
    store("a", 2, "RUNNING", new PermitChange.Queue(1, null, START));

    assertThat(grant()).containsExactly("b");
    end("b", 2);
    assertThat(permits.grant(MACHINE, START).join().granted())
        .singleElement()
        .satisfies(waiting -> assertThat(waiting.ticket()).isEqualTo(1));
  }

  @Test
  void theLimitMayBeRaisedLoweredAndTakenAway() {
    limit(2, null);
    List.of("a", "b", "c", "d", "e").forEach(name -> queue(name, null));
    assertThat(grant()).hasSize(2);

    limit(1, null);
    end("a", 2);
    assertThat(grant()).isEmpty();

    limit(2, null);
    assertThat(grant()).containsExactly("c");

    assertThat(database.limits().delete(MACHINE).join()).isTrue();
    assertThat(database.limits().find(MACHINE)).isEmpty();
    assertThat(permits.waitedFor()).containsExactly(MACHINE);
    assertThat(grant()).containsExactly("d", "e");
    assertThat(permits.waitedFor()).isEmpty();
  }

  @Test
  void whoWasGrantedAPermitAndHasNotBegunIsFoundAgain() {
    limit(2, null);
    queue("a", null);
    queue("b", null);
    grant();
    begin("a");

    assertThat(permits.untaken(START.plusSeconds(1)))
        .containsExactly(new PermitTable.Untaken(arn("b"), 0, 1));
    assertThat(permits.untaken(START)).isEmpty();
  }

  @Test
  void moreThanOnePassMayTakeAreGrantedPassByPass() {
    limit(null, 1);
    for (var i = 0; i < PermitTable.PASS_MAX; i++) {
      queue("busy" + i, "busy");
    }
    queue("other", "other");

    var first = permits.grant(MACHINE, START).join();
    assertThat(names(first.granted())).containsExactly("busy0");
    assertThat(first.again()).isTrue();
    assertThat(grant()).containsExactly("other");
    assertThat(permits.isQueued(MACHINE, PermitTable.PASS_MAX - 1)).isTrue();
    assertThat(permits.isQueued(MACHINE, PermitTable.PASS_MAX)).isFalse();
  }

  @Test
  void manyWhoGrantAtTheSameTimeNeverGrantMoreThanTheLimit() {
    limit(5, null);
    for (var i = 0; i < 60; i++) {
      queue("e" + i, null);
    }
    // A second node; the embedded database has but one.
    var other = kind == TestDatabase.Kind.POSTGRESQL ? test.open() : database;
    try (var threads = Executors.newFixedThreadPool(8)) {
      var passes = new ArrayList<CompletableFuture<PermitTable.Pass>>();
      for (var i = 0; i < 40; i++) {
        var table = i % 2 == 0 ? permits : other.permits();
        passes.add(
            CompletableFuture.supplyAsync(
                () -> table.grant(MACHINE, Instant.now()).join(), threads));
      }
      var granted = passes.stream().flatMap(pass -> pass.join().granted().stream()).toList();

      assertThat(granted).hasSize(5);
      assertThat(permits.count(MACHINE)).isEqualTo(new PermitTable.Counts(5, 55));
    } finally {
      if (other != database) {
        other.close();
      }
    }
  }
}
