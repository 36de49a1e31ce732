package dev.pawl.persistence.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What waits for the writer. It answers through its future. */
sealed interface Job {

  /** Two jobs of one key never share a batch; null = no key. */
  @Nullable String key();

  int bytes();

  CompletableFuture<?> answer();

  default boolean isDone() {
    return answer().isDone();
  }

  default void fail(Throwable cause) {
    answer().completeExceptionally(cause);
  }

  /**
   * A job whose fate is decided by comparing {@code executions.seq_nr}; all of a batch go in one
   * transaction.
   */
  sealed interface Fenced extends Job {}

  /**
   * Moves an execution from {@code expected} to the sequence number of the last row.
   *
   * @param rows of this execution, in order, never empty
   * @param snapshot of what the execution is after the last row; it takes the place of the one
   *     before
   */
  record Append(
      long expected,
      List<JournalRow> rows,
      IndexChange index,
      byte @Nullable [] snapshot,
      CompletableFuture<Void> answer)
      implements Fenced {

    @Override
    public String key() {
      return index.executionArn();
    }

    long sequenceNumber() {
      return rows.getLast().sequenceNumber();
    }

    @Override
    public int bytes() {
      var bytes = rows.stream().mapToInt(row -> row.payload().length).sum();
      return snapshot == null ? bytes : bytes + snapshot.length;
    }
  }

  /**
   * Changes when an execution wakes and who owns it, if it still stands at this sequence number.
   */
  record Mark(
      String executionArn,
      long sequenceNumber,
      @Nullable Instant wakeAt,
      @Nullable String owner,
      CompletableFuture<Boolean> answer)
      implements Fenced {

    @Override
    public String key() {
      return executionArn;
    }

    @Override
    public int bytes() {
      return 0;
    }
  }

  /** Anything else: a transaction of its own. */
  record Work<T extends @Nullable Object>(SqlWork<T> work, CompletableFuture<T> answer)
      implements Job {

    @Override
    public @Nullable String key() {
      return null;
    }

    @Override
    public int bytes() {
      return 0;
    }

    /** Runs it without committing; the result makes the answer once it is durable. */
    Runnable run(Connection connection) throws SQLException {
      var result = work.run(connection);
      return () -> answer.complete(result);
    }
  }
}
