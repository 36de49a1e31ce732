package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import dev.pawl.persistence.jdbc.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of a node: one thread that takes all writes that wait, commits them together, and
 * answers when they survive a power loss.
 *
 * <p>Promises: an execution's row is stored only if {@code executions.seq_nr} stands where the row
 * expects it, in one transaction with its index change; a write that loses fails alone with {@link
 * FencedException} and never a bystander; a write whose COMMIT answer was lost is recognized by its
 * writer id and succeeds. While the database is gone or full, writes wait; when it has been so for
 * {@link Limits#retryFor}, they fail with {@link DatabaseUnavailableException}. The writer
 * reconnects by itself.
 */
public final class JournalWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final Duration RETRY_PAUSE_MIN = Duration.ofMillis(50);
  private static final Duration RETRY_PAUSE_MAX = Duration.ofSeconds(1);

  /**
   * @param queueMax jobs that may wait; more fail at once
   * @param batchJobs jobs in one commit
   * @param batchBytes bytes in one commit, unless a single job is larger
   * @param lockTimeout how long a batch waits for a row that somebody else has locked, before it is
   *     split
   * @param lockTimeoutWhenSplit the same for the parts of a split batch: the blocked job has waited
   *     once already
   * @param retryFor how long jobs wait for a database that is gone; after that they fail at once
   *     until it is back
   */
  public record Limits(
      int queueMax,
      int batchJobs,
      int batchBytes,
      Duration lockTimeout,
      Duration lockTimeoutWhenSplit,
      Duration retryFor) {

    public static final Limits DEFAULT =
        new Limits(
            50_000,
            1_000,
            8 << 20,
            Duration.ofMillis(250),
            Duration.ofMillis(20),
            Duration.ofSeconds(20));
  }

  /** Hears of every group commit of executions, on the writer's thread: it must be quick. */
  @FunctionalInterface
  public interface CommitListener {
    /**
     * @param jobs executions written together
     * @param nanos how long it took until they were durable
     */
    void committed(int jobs, long nanos);
  }

  private final JournalStatements statements;
  private final Limits limits;
  private final JournalQueue queue;
  private final JournalMetrics.Counters counters = new JournalMetrics.Counters();
  private final Thread thread;
  private volatile CommitListener listener = (jobs, nanos) -> {};
  // These two belong to the thread.
  private @Nullable Connection connection;
  private @Nullable Long goneSince;

  /** A writer on an H2 database of this process. */
  public static JournalWriter onH2(DataSource source, Limits limits) {
    return new JournalWriter(new H2Statements(source), limits);
  }

  /** A writer on PostgreSQL. */
  public static JournalWriter onPostgreSql(DataSource source, Limits limits) {
    return new JournalWriter(new PostgresStatements(source), limits);
  }

  JournalWriter(JournalStatements statements, Limits limits) {
    this.statements = statements;
    this.limits = limits;
    this.queue = new JournalQueue(limits);
    this.thread = Thread.ofPlatform().name("pawl-journal-writer").daemon(true).unstarted(this::run);
    thread.start();
  }

  /**
   * Stores rows of one execution. Fails with {@link FencedException} if it does not stand before
   * the first of them.
   */
  CompletableFuture<Void> append(List<JournalRow> rows, IndexChange index) {
    return append(rows, index, null);
  }

  /**
   * @param snapshot stored with them, if there is one
   */
  CompletableFuture<Void> append(
      List<JournalRow> rows, IndexChange index, byte @Nullable [] snapshot) {
    var answer = new CompletableFuture<Void>();
    var expected = rows.getFirst().sequenceNumber() - 1;
    queue.add(new Job.Append(expected, List.copyOf(rows), index, snapshot, answer));
    return answer;
  }

  /**
   * Sets when an execution wakes and who owns it, if it still stands at this sequence number;
   * parking is {@code (wakeAt, null)}.
   *
   * @return false if it has moved on, or does not exist
   */
  public CompletableFuture<Boolean> mark(
      String executionArn, long seqNr, @Nullable Instant wakeAt, @Nullable String owner) {
    var answer = new CompletableFuture<Boolean>();
    queue.add(new Job.Mark(executionArn, seqNr, wakeAt, owner, answer));
    return answer;
  }

  /** Runs statements in a transaction of their own, after the rows that wait before them. */
  public <T extends @Nullable Object> CompletableFuture<T> submit(SqlWork<T> work) {
    var answer = new CompletableFuture<T>();
    queue.add(new Job.Work<>(work, answer));
    return answer;
  }

  /** Writes that wait or are being written. Admission control refuses starts when this grows. */
  public int depth() {
    return queue.depth();
  }

  public JournalMetrics metrics() {
    return counters.snapshot(depth());
  }

  /** Tells this listener of all commits from now on, and no other. */
  public void onCommit(CommitListener commits) {
    listener = commits;
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join(limits.retryFor().plusSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      var batch = queue.take();
      if (batch.isEmpty()) {
        disconnect();
        return;
      }
      try {
        writeUntilDone(batch);
      } catch (Throwable e) {
        LOG.error("Expected to write a batch of {} jobs, but failed.", batch.size(), e);
        disconnect();
        batch.forEach(job -> job.fail(e));
      } finally {
        queue.done(batch.size());
      }
    }
  }

  private void writeUntilDone(List<Job> batch) {
    var waiting = new ArrayList<>(batch);
    for (var pause = RETRY_PAUSE_MIN; ; pause = longer(pause)) {
      try {
        write(waiting);
        goneSince = null;
        return;
      } catch (SQLException trouble) {
        counters.troubles.increment();
        disconnect();
        waiting.removeIf(Job::isDone);
        if (isGoneForTooLong() || queue.isClosed()) {
          giveUp(waiting, trouble);
          return;
        }
        LOG.warn("The database is not available, {} writes wait: {}", depth(), trouble.toString());
      }
      sleep(pause);
    }
  }

  private boolean isGoneForTooLong() {
    if (goneSince == null) {
      goneSince = System.nanoTime();
    }
    return System.nanoTime() - goneSince > limits.retryFor().toNanos();
  }

  // Whoever waits behind would wait in vain, and in a queue that only grows: from now on each batch
  // has one try.
  private void giveUp(List<Job> batch, SQLException trouble) {
    var jobs = new ArrayList<>(batch);
    jobs.addAll(queue.drain());
    LOG.error("The database is still not available; {} writes fail.", jobs.size(), trouble);
    jobs.forEach(job -> job.fail(unavailable(trouble)));
    counters.unavailable.add(jobs.size());
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(RETRY_PAUSE_MAX) < 0 ? twice : RETRY_PAUSE_MAX;
  }

  private DatabaseUnavailableException unavailable(SQLException trouble) {
    return new DatabaseUnavailableException(
        "Expected the database to take a write within %s, but: %s"
            .formatted(limits.retryFor(), trouble.getMessage()),
        trouble);
  }

  private void write(List<Job> jobs) throws SQLException {
    var c = connection();
    var fenced = new ArrayList<Job.Fenced>();
    var works = new ArrayList<Job.Work<?>>();
    for (var job : jobs) {
      switch (job) {
        case Job.Fenced f -> fenced.add(f);
        case Job.Work<?> w -> works.add(w);
      }
    }
    if (!fenced.isEmpty()) {
      writeFenced(c, fenced, false);
    }
    if (!works.isEmpty()) {
      runWorks(c, works);
    }
  }

  private void writeFenced(Connection c, List<Job.Fenced> jobs, boolean split) throws SQLException {
    try {
      var begin = System.nanoTime();
      var won = statements.write(c, jobs);
      statements.makeDurable(c);
      var nanos = System.nanoTime() - begin;
      counters.committed(jobs, nanos);
      listener.committed(jobs.size(), nanos);
      Verdict.reach(c, jobs, won, counters);
    } catch (SQLException e) {
      if (!SqlErrors.isOfStatement(e)) {
        throw e;
      }
      if (jobs.size() == 1) {
        jobs.getFirst().fail(new BlockedException(String.valueOf(jobs.getFirst().key()), e));
        return;
      }
      counters.splits.increment();
      writeHalves(c, jobs, split);
    }
  }

  // ON CONFLICT and UPDATE wait for whoever holds the row. The batch is halved until the blocked
  // job is alone; its first wait
  // was long enough, the others are short, so that bystanders are through in a fraction of a
  // second.
  private void writeHalves(Connection c, List<Job.Fenced> jobs, boolean split) throws SQLException {
    if (!split) {
      statements.lockTimeout(c, limits.lockTimeoutWhenSplit());
    }
    var middle = jobs.size() / 2;
    writeFenced(c, jobs.subList(0, middle), true);
    writeFenced(c, jobs.subList(middle, jobs.size()), true);
    if (!split) {
      statements.lockTimeout(c, limits.lockTimeout());
    }
  }

  private void runWorks(Connection c, List<Job.Work<?>> works) throws SQLException {
    var answers = new ArrayList<Runnable>();
    for (var work : works) {
      runInTransaction(c, work, answers);
    }
    statements.makeDurable(c);
    answers.forEach(Runnable::run);
  }

  private void runInTransaction(Connection c, Job.Work<?> work, List<Runnable> answers)
      throws SQLException {
    c.setAutoCommit(false);
    try {
      var answer = work.run(c);
      c.commit();
      answers.add(answer);
    } catch (SQLException e) {
      rollBack(c, e);
      if (!SqlErrors.isOfStatement(e) && !c.isValid(1)) {
        throw e;
      }
      work.fail(new BlockedException("a change of the catalog", e));
    } catch (RuntimeException refusal) {
      c.rollback();
      work.fail(refusal);
    } finally {
      c.setAutoCommit(true);
    }
  }

  private static void rollBack(Connection c, SQLException cause) {
    try {
      c.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = statements.connect();
      statements.lockTimeout(connection, limits.lockTimeout());
      counters.connects.increment();
    }
    return connection;
  }

  private void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("A broken connection did not close: {}", e.toString());
      }
      connection = null;
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
