package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.pawl.engine.execution.Execution;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter.Limits;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots beside the journal, and what a recovery reads of both. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class SnapshotTest {

  private static final String ARN = Rows.arn("long");

  private final TestDatabase.Kind kind;
  private final TestDatabase test;
  private final Database database;
  private final ActorTestKit node;
  private final Reads reads;

  SnapshotTest(TestDatabase.Kind kind) {
    this.kind = kind;
    test = TestDatabase.create(kind);
    database = test.open();
    reads = new Reads(test.source());
    node =
        ActorTestKit.create(
            "node",
            database
                .pekkoConfig()
                .withFallback(ConfigFactory.parseString("pekko.loglevel = OFF"))
                .withFallback(ConfigFactory.load()));
  }

  @AfterEach
  void close() {
    node.shutdownTestKit();
    database.close();
    test.close();
  }

  @Test
  void aRecoveryReadsTheSnapshotAndTheRowsBehindIt() {
    store(1, 20, 18);

    var read = recovery();

    assertThat(read).extracting(PersistentRepr::sequenceNr).containsExactly(18L, 19L, 20L);
    assertThat(evolved(read)).isEqualTo(live(20));
  }

  @Test
  void aLongHistoryIsReadWhole() {
    store(1, 2_500, 0);

    var read = recovery();

    assertThat(read)
        .extracting(PersistentRepr::sequenceNr)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 2_500).boxed().toList());
    assertThat(evolved(read)).isEqualTo(live(2_500));
  }

  @Test
  void aSnapshotTakesThePlaceOfTheOneBefore() {
    store(1, 20, 17);
    store(21, 30, 25);

    assertThat(snapshots()).isEqualTo(1);
    assertThat(recovery()).hasSize(6);
  }

  @Test
  void aSnapshotInAnotherFormIsIgnored() {
    var older = SnapshotCodec.encode(live(18), SnapshotCodec.VERSION - 1, 4711);
    append(1, 17, null);
    append(18, 18, older);
    append(19, 20, null);

    assertThat(recovery()).hasSize(20);
    assertThat(evolved(recovery())).isEqualTo(live(20));
  }

  @Test
  void aDamagedSnapshotIsIgnored() {
    var whole = SnapshotCodec.encode(live(18));
    append(1, 17, null);
    append(18, 18, java.util.Arrays.copyOf(whole, whole.length / 2));

    assertThat(recovery()).hasSize(18);
  }

  @Test
  void nobodyLooksForASnapshotOfAShortHistory() {
    append(1, 3, SnapshotCodec.encode(live(3)));

    assertThat(recovery()).hasSize(3);
  }

  @Test
  void anOwnerThatHasLostItsExecutionLeavesNoSnapshot() {
    store(1, 20, 18);
    try (var other =
        switch (kind) {
          case H2 -> JournalWriter.onH2(test.source(), Limits.DEFAULT);
          case POSTGRESQL -> JournalWriter.onPostgreSql(test.source(), Limits.DEFAULT);
        }) {
      var late =
          other.append(
              List.of(Rows.row(ARN, 20, "other")),
              Rows.running(ARN),
              SnapshotCodec.encode(live(1)));
      assertThatThrownBy(late::join).hasCauseInstanceOf(FencedException.class);
    }

    assertThat(evolved(recovery())).isEqualTo(live(20));
    assertThat(recovery()).hasSize(3);
  }

  @Test
  void aSnapshotIsForgottenWithItsExecution() {
    store(1, 20, 18);
    var ended =
        Rows.index(ARN, "SUCCEEDED", Rows.START, Rows.START, null, null, List.of(), List.of());
    Rows.append(database.writer(), ended, 21);

    database.retention().deleteEnded(Rows.START.plusSeconds(1), 10).join();

    assertThat(snapshots()).isZero();
  }

  /** Rows of two events each, one of them with a snapshot. */
  private void store(long from, long to, long snapshot) {
    if (snapshot == 0) {
      append(from, to, null);
    } else {
      append(from, snapshot, SnapshotCodec.encode(live(snapshot)));
      append(snapshot + 1, to, null);
    }
  }

  private void append(long from, long to, byte @Nullable [] snapshot) {
    var rows = LongStream.rangeClosed(from, to).mapToObj(n -> Rows.row(ARN, n, "w")).toList();
    database.writer().append(rows, Rows.running(ARN), snapshot).join();
  }

  private static Execution live(long rows) {
    var execution = Execution.none();
    for (var number = 1L; number <= rows; number++) {
      execution = execution.evolve(Rows.events(number));
    }
    return execution;
  }

  private static Execution evolved(List<PersistentRepr> rows) {
    var execution = Execution.none();
    for (var row : rows) {
      execution = ((ExecutionRow) row.payload()).evolved(execution);
    }
    return execution;
  }

  private List<PersistentRepr> recovery() {
    var last = database.executions().find(ARN).orElseThrow().seqNr();
    return new JournalReplay(
            reads, Runnable::run, SerializationExtension.get(node.system().classicSystem()))
        .rows(ARN, 1, last)
        .runWith(Sink.seq(), node.system())
        .toCompletableFuture()
        .join();
  }

  private long snapshots() {
    return reads
        .first("SELECT COUNT(*) FROM snapshot WHERE persistence_id = ?", row -> row.getLong(1), ARN)
        .orElseThrow();
  }
}
