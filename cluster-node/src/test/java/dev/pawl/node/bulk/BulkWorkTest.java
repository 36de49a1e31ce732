package dev.pawl.node.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.DatabaseSettings;
import dev.pawl.persistence.index.BulkOperation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bulk operation survives whoever works on it, and counts each execution once. */
class BulkWorkTest {

  private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(START.plusSeconds(600));
  private static final int EXECUTIONS = 250;

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private Database database;

  @BeforeEach
  void open(@TempDir Path directory) {
    database = Database.open(DatabaseSettings.embedded(directory));
    database
        .writer()
        .submit(connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO executions (execution_arn, state_machine_arn, name, status,"
                      + " start_date, seq_nr, slice) VALUES (?,"
                      + " 'arn:aws:states:r:1:stateMachine:M', ?, 'RUNNING', ?, 1, 0)")) {
            for (int i = 0; i < EXECUTIONS; i++) {
              insert.setObject(1, arn(i));
              insert.setObject(2, "n" + i);
              insert.setObject(3, START.plusSeconds(i / 10).atOffset(java.time.ZoneOffset.UTC));
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return EXECUTIONS;
        })
        .join();
  }

  @AfterEach
  void close() {
    database.close();
    blocking.close();
  }

  private static String arn(int i) {
    return "arn:aws:states:r:1:execution:M:n" + i;
  }

  @Test
  void aDryRunCountsAndDoesNothing() {
    begin("dry", true);

    work(
            "node-1",
            (operation, arn) -> {
              throw new AssertionError("Expected nothing to be done.");
            })
        .work("dry")
        .toCompletableFuture()
        .join();

    var end = find("dry");
    assertThat(end.status()).isEqualTo(BulkOperation.SUCCEEDED);
    assertThat(end.counts()).isEqualTo(new BulkOperation.Counts(EXECUTIONS, 0, 0));
  }

  @Test
  void anotherNodeGoesOnWhereTheFirstWasLostAndEachExecutionIsCountedOnce() throws Exception {
    begin("job", false);
    var first = Collections.synchronizedList(new ArrayList<String>());
    var lost = new CountDownLatch(1);
    // Dies in the middle of the second page: it has acted on some, and stores nothing any more.
    work(
            "node-1",
            (operation, arn) -> {
              first.add(arn);
              if (first.size() < 130) {
                return CompletableFuture.completedStage(BulkOutcome.DONE);
              }
              lost.countDown();
              return new CompletableFuture<>();
            })
        .work("job");
    assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();

    var early = new ArrayList<String>();
    work(
            "node-2",
            (operation, arn) -> {
              early.add(arn);
              return CompletableFuture.completedStage(BulkOutcome.DONE);
            })
        .work("job")
        .toCompletableFuture()
        .join();
    assertThat(early).as("done while the lease of the first is held").isEmpty();
    assertThat(find("job").counts().matched()).isEqualTo(100);
    assertThat(find("job").page()).hasSize(100);

    expireLease("job");
    var second = Collections.synchronizedList(new ArrayList<String>());
    work(
            "node-2",
            (operation, arn) -> {
              second.add(arn);
              return CompletableFuture.completedStage(
                  arn.endsWith("n7") ? BulkOutcome.refused(arn, "Expected …") : BulkOutcome.DONE);
            })
        .work("job")
        .toCompletableFuture()
        .join();

    var end = find("job");
    assertThat(end.status()).isEqualTo(BulkOperation.SUCCEEDED);
    assertThat(end.counts()).isEqualTo(new BulkOperation.Counts(EXECUTIONS, EXECUTIONS - 1, 1));
    assertThat(end.lastRefusal()).contains(arn(7));
    assertThat(second).doesNotHaveDuplicates().hasSize(EXECUTIONS - 100);
    var all = new HashSet<>(first);
    all.addAll(second);
    assertThat(all).hasSize(EXECUTIONS);
    assertThat(Set.copyOf(second))
        .as("what the first had finished and counted is not done again")
        .doesNotContainAnyElementsOf(first.subList(0, 100));
  }

  @Test
  void whoWasTakenForLostStoresNothingWhenItComesBack() throws Exception {
    begin("job", false);
    var held = new CompletableFuture<BulkOutcome>();
    var waiting = new CountDownLatch(1);
    var slow =
        work(
                "node-1",
                (operation, arn) -> {
                  waiting.countDown();
                  return held;
                })
            .work("job")
            .toCompletableFuture();
    assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

    expireLease("job");
    work("node-2", (o, arn) -> CompletableFuture.completedStage(BulkOutcome.DONE))
        .work("job")
        .toCompletableFuture()
        .join();
    held.complete(BulkOutcome.DONE);
    slow.join();

    assertThat(find("job").counts()).isEqualTo(new BulkOperation.Counts(EXECUTIONS, EXECUTIONS, 0));
  }

  @Test
  void aStoppedOperationGoesNoFurtherThanItsPage() {
    begin("job", false);
    var done = Collections.synchronizedList(new ArrayList<String>());

    work(
            "node-1",
            (operation, arn) -> {
              done.add(arn);
              return database
                  .bulkOperations()
                  .stop("job", CLOCK.instant())
                  .thenApply(stopped -> BulkOutcome.DONE);
            })
        .work("job")
        .toCompletableFuture()
        .join();

    assertThat(find("job").status()).isEqualTo(BulkOperation.STOPPED);
    assertThat(done).hasSize(BulkWork.PAGE_MAX);
  }

  @Test
  void aQueryThatIsNoneAnyMoreFailsTheOperation() {
    database
        .bulkOperations()
        .begin(BulkOperation.begun("old", "STOP", "status ~ X", "{}", false, 1, CLOCK.instant()))
        .join();

    work("node-1", (operation, arn) -> CompletableFuture.completedStage(BulkOutcome.DONE))
        .work("old")
        .toCompletableFuture()
        .join();

    assertThat(find("old").status()).isEqualTo(BulkOperation.FAILED);
    assertThat(find("old").lastRefusal()).contains("at position 8 of the query");
  }

  private BulkWork work(String node, BulkDoor door) {
    return new BulkWork(database.bulkOperations(), database.search(), door, node, CLOCK, blocking);
  }

  private void begin(String id, boolean dryRun) {
    database
        .bulkOperations()
        .begin(
            BulkOperation.begun(
                id, "STOP", "status = RUNNING", "{}", dryRun, 10_000, CLOCK.instant()))
        .join();
  }

  private BulkOperation find(String id) {
    return database.bulkOperations().find(id).orElseThrow();
  }

  private void expireLease(String id) {
    database
        .writer()
        .submit(connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE bulk_operations SET lease_until = TIMESTAMP WITH TIME ZONE '2000-01-01"
                      + " 00:00:00+00' WHERE bulk_operation_id = ?")) {
            update.setString(1, id);
            return update.executeUpdate();
          }
        })
        .join();
  }
}
