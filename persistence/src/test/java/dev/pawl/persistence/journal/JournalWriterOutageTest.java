package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import dev.pawl.persistence.journal.JournalWriter.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a writer does while its database is gone, full, or swallows answers. */
class JournalWriterOutageTest {

  private static final Limits LIMITS =
      new Limits(
          5, 1000, 1 << 20, Duration.ofMillis(250), Duration.ofMillis(20), Duration.ofMillis(400));

  private static final Limits PATIENT =
      new Limits(
          5, 1000, 1 << 20, Duration.ofMillis(250), Duration.ofMillis(20), Duration.ofMinutes(5));

  private final TestDatabase test = TestDatabase.create(TestDatabase.Kind.H2);
  private final Flaky statements = new Flaky(new H2Statements(test.source()));
  private final JournalWriter writer = open();

  private JournalWriter open() {
    test.open().close();
    return new JournalWriter(statements, LIMITS);
  }

  @AfterEach
  void close() {
    statements.state = State.UP;
    writer.close();
    test.close();
  }

  private enum State {
    UP,
    GONE,
    FULL,
    ANSWER_LOST
  }

  /** A database with moods. */
  private static final class Flaky implements JournalStatements {
    private final H2Statements healthy;
    private volatile State state = State.UP;

    Flaky(H2Statements healthy) {
      this.healthy = healthy;
    }

    @Override
    public Connection connect() throws SQLException {
      if (state == State.GONE) {
        throw new SQLException("connection refused", "08001");
      }
      return healthy.connect();
    }

    @Override
    public Set<String> write(Connection connection, List<Job.Fenced> jobs) throws SQLException {
      if (state == State.GONE) {
        throw new SQLException("connection reset", "08006");
      }
      if (state == State.FULL) {
        throw new SQLException("no space left on device", "53100");
      }
      var won = healthy.write(connection, jobs);
      if (state == State.ANSWER_LOST) {
        state = State.UP;
        throw new SQLException("connection reset", "08006");
      }
      return won;
    }

    @Override
    public void makeDurable(Connection connection) throws SQLException {
      healthy.makeDurable(connection);
    }

    @Override
    public void lockTimeout(Connection connection, Duration timeout) throws SQLException {
      healthy.lockTimeout(connection, timeout);
    }
  }

  private CompletableFuture<Void> start(String name) {
    return start(writer, name);
  }

  private static CompletableFuture<Void> start(JournalWriter writer, String name) {
    var arn = Rows.arn(name);
    return writer.append(List.of(Rows.row(arn, 1, "w")), Rows.running(arn));
  }

  @Test
  void aShortOutageOnlyDelays() throws Exception {
    statements.state = State.GONE;
    var waiting = start("a");
    Thread.sleep(150);
    assertThat(waiting).isNotDone();

    statements.state = State.UP;

    waiting.get(5, TimeUnit.SECONDS);
  }

  @Test
  void aLongOutageFailsWhatWaitsAndThenEveryWriteAtOnceUntilItIsOver() throws Exception {
    statements.state = State.GONE;
    var waiting = List.of(start("a"), start("b"));
    for (var write : waiting) {
      assertThatThrownBy(() -> write.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DatabaseUnavailableException.class);
    }
    assertThatThrownBy(() -> start("c").get(300, TimeUnit.MILLISECONDS))
        .hasCauseInstanceOf(DatabaseUnavailableException.class);

    statements.state = State.UP;

    start("d").get(5, TimeUnit.SECONDS);
    assertThat(writer.metrics().unavailable()).isEqualTo(3);
  }

  @Test
  void aFullDiskIsWaitedForLikeADatabaseThatIsGone() throws Exception {
    statements.state = State.FULL;
    var waiting = start("a");
    Thread.sleep(100);

    statements.state = State.UP;

    waiting.get(5, TimeUnit.SECONDS);
  }

  @Test
  void aLostCommitAnswerIsNoFence() throws Exception {
    statements.state = State.ANSWER_LOST;

    start("a").get(5, TimeUnit.SECONDS);

    assertThat(writer.metrics().rescued()).isEqualTo(1);
    assertThat(writer.metrics().fenced()).isZero();
  }

  /** With all the time in the world: else a slow machine gives the first ones up meanwhile. */
  @Test
  void aFullQueueRefusesAtOnce() {
    try (var patient = new JournalWriter(statements, PATIENT)) {
      statements.state = State.GONE;
      var writes = new ArrayList<CompletableFuture<Void>>();
      for (var i = 0; i < 20; i++) {
        writes.add(start(patient, "e" + i));
      }

      assertThatThrownBy(writes.getLast()::join)
          .hasCauseInstanceOf(JournalOverloadedException.class);
      assertThat(patient.depth()).isPositive();
      statements.state = State.UP;
    }
  }
}
