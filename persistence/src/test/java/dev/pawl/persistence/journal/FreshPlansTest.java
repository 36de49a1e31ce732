package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.JournalWriter.Limits;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A database that was empty when the writer's statements were planned. */
class FreshPlansTest {

  private static final int ROUNDS = 100;
  private static final int EXECUTIONS = 20;

  @Test
  void aBatchDoesNotReadTheWholeTableOfExecutions() throws SQLException {
    try (var test = TestDatabase.create(TestDatabase.Kind.POSTGRESQL)) {
      Database.open(test.settings()).close();
      try (var writer = JournalWriter.onPostgreSql(test.source(), Limits.DEFAULT)) {
        for (var round = 0; round < ROUNDS; round++) {
          write(writer, round, 1);
          write(writer, round, 2);
        }
      }

      // A session's figures are there when it has ended. Without fresh plans they are above
      // 100,000.
      await().until(() -> statistic(test, "n_tup_ins") == ROUNDS * EXECUTIONS);
      assertThat(statistic(test, "seq_tup_read")).isLessThan(20_000);
    }
  }

  private static void write(JournalWriter writer, int round, int sequenceNumber) {
    var answers =
        IntStream.range(0, EXECUTIONS)
            .mapToObj(i -> Rows.arn(round + "-" + i))
            .map(arn ->
                writer.append(List.of(Rows.row(arn, sequenceNumber, "w")), Rows.running(arn)))
            .toList();
    answers.forEach(CompletableFuture::join);
  }

  private static long statistic(TestDatabase test, String column) throws SQLException {
    try (var connection = test.source().getConnection()) {
      return Jdbc.list(
              connection,
              "SELECT " + column + " FROM pg_stat_user_tables WHERE relname = 'executions'",
              row -> row.getLong(1))
          .getFirst();
    }
  }
}
