package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.JournalWriter.Limits;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class JournalWriterTest {

  private final TestDatabase.Kind kind;
  private final TestDatabase test;
  private final Database database;
  private final JournalWriter writer;
  private final JournalWriter otherNode;

  JournalWriterTest(TestDatabase.Kind kind) {
    this.kind = kind;
    test = TestDatabase.create(kind);
    database = test.open();
    writer = database.writer();
    otherNode =
        switch (kind) {
          case H2 -> JournalWriter.onH2(test.source(), Limits.DEFAULT);
          case POSTGRESQL -> JournalWriter.onPostgreSql(test.source(), Limits.DEFAULT);
        };
  }

  @AfterEach
  void close() {
    otherNode.close();
    database.close();
    test.close();
  }

  @Test
  void aRowAndItsIndexChangeAreStoredTogether() {
    var arn = Rows.arn("a");
    var ended =
        Rows.index(
            arn,
            "SUCCEEDED",
            Rows.START,
            Rows.START.plusSeconds(3),
            null,
            null,
            List.of(),
            List.of());

    append(writer, arn, 1, "w").join();
    writer.append(List.of(Rows.row(arn, 2, "w")), ended).join();

    var found = database.executions().find(arn).orElseThrow();
    assertThat(found.status()).isEqualTo("SUCCEEDED");
    assertThat(found.seqNr()).isEqualTo(2);
    assertThat(found.stopDate()).isEqualTo(Rows.START.plusSeconds(3));
    assertThat(storedRows(arn)).containsExactly(1L, 2L);
  }

  @Test
  void ofTwoWritersOfOneExecutionOneIsFenced() {
    var arn = Rows.arn("a");
    append(writer, arn, 1, "first").join();

    append(otherNode, arn, 2, "second").join();
    var late = append(writer, arn, 2, "first");

    assertThatThrownBy(late::join).hasCauseInstanceOf(FencedException.class);
    assertThat(writerOf(arn, 2)).isEqualTo("second");
    assertThat(writer.metrics().fenced()).isEqualTo(1);
  }

  @Test
  void ofTwoStartsOneIsFenced() {
    var arn = Rows.arn("a");

    append(otherNode, arn, 1, "second").join();

    assertThatThrownBy(append(writer, arn, 1, "first")::join)
        .hasCauseInstanceOf(FencedException.class);
    assertThat(writerOf(arn, 1)).isEqualTo("second");
  }

  @Test
  void aGapIsRefused() {
    var arn = Rows.arn("a");
    append(writer, arn, 1, "w").join();

    assertThatThrownBy(append(writer, arn, 3, "w")::join).hasCauseInstanceOf(FencedException.class);
    assertThat(storedRows(arn)).containsExactly(1L);
  }

  @Test
  void aRowOfAnUnknownExecutionIsRefusedUnlessItIsTheFirst() {
    assertThatThrownBy(append(writer, Rows.arn("never-started"), 2, "w")::join)
        .hasCauseInstanceOf(FencedException.class);
  }

  @Test
  void bystandersInTheBatchOfAFencedWriteAreStored() {
    var loser = Rows.arn("loser");
    append(otherNode, loser, 1, "second").join();

    var answers = inOneBatch(() -> appendMany("by", 50, append(writer, loser, 1, "first")));

    assertThatThrownBy(answers.getFirst()::join).hasCauseInstanceOf(FencedException.class);
    answers.stream().skip(1).forEach(CompletableFuture::join);
    assertThat(writer.metrics().largestBatch()).isEqualTo(51);
    assertThat(storedRows(Rows.arn("by49"))).containsExactly(1L);
  }

  @Test
  void aWriteWhoseCommitAnswerWasLostSucceedsWhenItIsRepeated() {
    var arn = Rows.arn("a");
    append(writer, arn, 1, "w").join();

    append(writer, arn, 1, "w").join();

    assertThat(storedRows(arn)).containsExactly(1L);
    assertThat(writer.metrics().rescued()).isEqualTo(1);
  }

  @Test
  void whatWaitsIsCommittedTogether() {
    var before = writer.metrics().commits();

    inOneBatch(() -> appendMany("e", 200)).forEach(CompletableFuture::join);

    assertThat(writer.metrics().commits() - before).isEqualTo(1);
    assertThat(writer.metrics().rows()).isEqualTo(200);
  }

  @Test
  void writesOfOneExecutionKeepTheirOrderThoughTheyCannotShareACommit() {
    var arn = Rows.arn("a");

    var answers =
        inOneBatch(() ->
            List.of(
                append(writer, arn, 1, "w"),
                append(writer, arn, 2, "w"),
                append(writer, arn, 3, "w")));

    answers.forEach(CompletableFuture::join);
    assertThat(storedRows(arn)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void severalRowsOfOneWriteAreStoredTogether() {
    var arn = Rows.arn("a");

    writer.append(List.of(Rows.row(arn, 1, "w"), Rows.row(arn, 2, "w")), Rows.running(arn)).join();

    assertThat(storedRows(arn)).containsExactly(1L, 2L);
    assertThat(database.executions().newestSeqNr(arn)).isEqualTo(2);
    assertThat(database.executions().newestSeqNr(arn + "-never-started")).isZero();
  }

  @Test
  void parkingIsDoneOnlyWhileTheExecutionStandsStill() {
    var arn = Rows.arn("a");
    append(writer, arn, 1, "w").join();
    var wakeAt = Instant.parse("2027-01-01T00:00:00Z");

    assertThat(writer.mark(arn, 1, wakeAt, null).join()).isTrue();
    append(writer, arn, 2, "w").join();
    assertThat(writer.mark(arn, 1, wakeAt.plusSeconds(9), null).join()).isFalse();

    assertThat(database.executions().find(arn).orElseThrow().wakeAt()).isNull();
  }

  @Test
  void aMarkAndARowOfOthersShareACommit() {
    var marked = Rows.arn("marked");
    append(writer, marked, 1, "w").join();

    var answers =
        inOneBatch(() ->
            List.of(
                writer.mark(marked, 1, Rows.START, "node-1"),
                append(writer, Rows.arn("b"), 1, "w")));

    assertThat(answers.getFirst().join()).isEqualTo((Object) true);
    answers.getLast().join();
    assertThat(database.executions().find(marked).orElseThrow().owner()).isEqualTo("node-1");
  }

  @Test
  void anOfferLivesFromItsRowToTheOneThatWithdrawsIt() {
    var arn = Rows.arn("a");
    var offer = new ActivityOffer("arn:activity", arn, 7, Rows.START);
    var lost = new ActivityOffer("arn:activity", arn, 8, Rows.START);

    writer
        .append(List.of(Rows.row(arn, 1, "w")), withOffers(arn, List.of(offer), List.of()))
        .join();
    assertThatThrownBy(
            writer.append(
                    List.of(Rows.row(arn, 1, "other")), withOffers(arn, List.of(lost), List.of()))
                ::join)
        .hasCauseInstanceOf(FencedException.class);
    assertThat(database.executions().offers("arn:activity", null, 10)).containsExactly(offer);

    writer
        .append(List.of(Rows.row(arn, 2, "w")), withOffers(arn, List.of(), List.of(offer)))
        .join();
    assertThat(database.executions().offers("arn:activity", null, 10)).isEmpty();
  }

  @Test
  void onlyTheWriteThatALockBlocksFails() throws Exception {
    var blocked = Rows.arn("e17");
    inOneBatch(() -> appendMany("e", 40)).forEach(CompletableFuture::join);

    try (var paused = test.source().getConnection()) {
      paused.setAutoCommit(false);
      Jdbc.update(paused, "UPDATE executions SET status = 'X' WHERE execution_arn = ?", blocked);
      var begin = System.nanoTime();
      var answers =
          inOneBatch(() -> {
            var all = new ArrayList<CompletableFuture<?>>();
            for (var i = 0; i < 40; i++) {
              all.add(append(writer, Rows.arn("e" + i), 2, "w"));
            }
            return all;
          });

      assertThatThrownBy(answers.get(17)::join).hasCauseInstanceOf(BlockedException.class);
      answers.remove(17);
      answers.forEach(CompletableFuture::join);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      paused.rollback();
    }
    append(writer, blocked, 2, "w").join();
  }

  @Test
  void anUncommittedStartOfAPausedNodeBlocksNobodyElse() throws Exception {
    var blocked = Rows.arn("blocked");
    try (var paused = test.source().getConnection()) {
      paused.setAutoCommit(false);
      Jdbc.update(
          paused,
          "INSERT INTO executions (execution_arn, state_machine_arn, name, status, start_date, seq_nr, slice)"
              + " VALUES (?, 'm', 'n', 'RUNNING', ?, 1, 0)",
          blocked,
          Rows.START);

      var answers = inOneBatch(() -> appendMany("e", 20, append(writer, blocked, 1, "w")));

      assertThatThrownBy(answers.getFirst()::join).hasCauseInstanceOf(BlockedException.class);
      answers.stream().skip(1).forEach(CompletableFuture::join);
      paused.rollback();
    }
  }

  @Test
  void aFailingChangeOfTheCatalogHarmsNobodyAndIsRolledBack() {
    var answers =
        inOneBatch(() -> {
          var all = new ArrayList<CompletableFuture<?>>();
          all.add(append(writer, Rows.arn("a"), 1, "w"));
          all.add(
              writer.submit(connection -> {
                Jdbc.update(connection, "INSERT INTO tags VALUES ('r', 'k', 'v')");
                return Jdbc.update(connection, "SELECT nonsense");
              }));
          all.add(
              writer.submit(connection ->
                  Jdbc.update(connection, "INSERT INTO tags VALUES ('s', 'k', 'v')")));
          return all;
        });

    assertThatThrownBy(answers.get(1)::join).isInstanceOf(CompletionException.class);
    answers.get(0).join();
    assertThat(answers.get(2).join()).isEqualTo((Object) 1);
    assertThat(database.tags().list("r")).isEmpty();
    assertThat(database.tags().list("s")).containsEntry("k", "v");
  }

  @Test
  void theWriterComesBackAfterItsConnectionWasCut() throws SQLException {
    append(writer, Rows.arn("a"), 1, "w").join();

    cutConnections();
    append(writer, Rows.arn("a"), 2, "w").orTimeout(10, TimeUnit.SECONDS).join();

    assertThat(storedRows(Rows.arn("a"))).containsExactly(1L, 2L);
    assertThat(writer.metrics().connects()).isGreaterThan(1);
  }

  private void cutConnections() throws SQLException {
    try (var connection = test.source().getConnection()) {
      switch (kind) {
        case H2 -> Jdbc.update(connection, "SHUTDOWN IMMEDIATELY");
        case POSTGRESQL ->
            Jdbc.list(
                connection,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'pawl-write' AND datname = current_database()",
                row -> row.getBoolean(1));
      }
    } catch (SQLException e) {
      // H2 is gone before it can answer.
      assertThat(kind).isEqualTo(TestDatabase.Kind.H2);
    }
  }

  private static IndexChange withOffers(
      String arn, List<ActivityOffer> offered, List<ActivityOffer> withdrawn) {
    return Rows.index(arn, "RUNNING", Rows.START, null, null, null, offered, withdrawn);
  }

  private static CompletableFuture<?> append(
      JournalWriter writer, String arn, long sequenceNumber, String writerId) {
    return writer.append(List.of(Rows.row(arn, sequenceNumber, writerId)), Rows.running(arn));
  }

  private List<CompletableFuture<?>> appendMany(
      String prefix, int count, CompletableFuture<?>... before) {
    var answers = new ArrayList<CompletableFuture<?>>(List.of(before));
    for (var i = 0; i < count; i++) {
      answers.add(append(writer, Rows.arn(prefix + i), 1, "w"));
    }
    return answers;
  }

  /** Holds the writer until all these jobs wait, so that they become one batch. */
  private <T> T inOneBatch(Supplier<T> jobs) {
    var queued = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    var hold =
        writer.submit(connection -> {
          held.countDown();
          await(queued);
          return 0;
        });
    await(held);
    var answers = jobs.get();
    queued.countDown();
    hold.join();
    return answers;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Long> storedRows(String arn) {
    return query(
            "SELECT sequence_number FROM event_journal WHERE persistence_id = ? ORDER BY 1", arn)
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  private String writerOf(String arn, long sequenceNumber) {
    return query(
            "SELECT writer FROM event_journal WHERE persistence_id = ? AND sequence_number = ?",
            arn,
            sequenceNumber)
        .getFirst();
  }

  private List<String> query(String sql, Object... parameters) {
    try (var connection = test.source().getConnection()) {
      return Jdbc.list(connection, sql, row -> row.getString(1), parameters);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
