package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Answers the jobs of a batch that the database has taken. */
final class Verdict {

  private static final String OWN_ROW =
      "SELECT 1 FROM event_journal WHERE persistence_id = ? AND sequence_number = ? AND writer = ?";

  private Verdict() {}

  static void reach(
      Connection connection,
      List<Job.Fenced> jobs,
      Set<String> won,
      JournalMetrics.Counters counters)
      throws SQLException {
    for (var job : jobs) {
      switch (job) {
        case Job.Mark mark -> mark.answer().complete(won.contains(mark.key()));
        case Job.Append append when won.contains(append.key()) -> append.answer().complete(null);
        case Job.Append append when isOurs(connection, append) -> {
          counters.rescued.increment();
          append.answer().complete(null);
        }
        case Job.Append append -> {
          counters.fenced.increment();
          append.fail(new FencedException(append.key(), append.expected() + 1));
        }
      }
    }
  }

  // The answer to an earlier COMMIT was lost: the row stands there, and no other writer has this
  // id.
  private static boolean isOurs(Connection connection, Job.Append append) throws SQLException {
    var last = append.rows().getLast();
    return Jdbc.first(
            connection,
            OWN_ROW,
            row -> true,
            last.persistenceId(),
            last.sequenceNumber(),
            last.writer())
        .isPresent();
  }
}
