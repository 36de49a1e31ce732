package dev.pawl.persistence.journal;

import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the writer has done since it began.
 *
 * @param depth jobs that wait or are being written
 * @param rows journal rows of executions sent to the database, those of fenced jobs included
 * @param commits group commits of executions
 * @param commitNanos time spent in them
 * @param largestBatch the most jobs in one commit
 * @param fenced writes that another writer had overtaken
 * @param rescued writes whose COMMIT answer was lost, recognized as our own
 * @param splits batches that were halved because of a lock or of bad data
 * @param troubles times the database was found gone or full
 * @param unavailable jobs that failed because of it
 * @param connects connections opened
 */
public record JournalMetrics(
    int depth,
    long rows,
    long commits,
    long commitNanos,
    long largestBatch,
    long fenced,
    long rescued,
    long splits,
    long troubles,
    long unavailable,
    long connects) {

  static final class Counters {
    final LongAdder rows = new LongAdder();
    final LongAdder commits = new LongAdder();
    final LongAdder commitNanos = new LongAdder();
    final LongAccumulator largestBatch = new LongAccumulator(Math::max, 0);
    final LongAdder fenced = new LongAdder();
    final LongAdder rescued = new LongAdder();
    final LongAdder splits = new LongAdder();
    final LongAdder troubles = new LongAdder();
    final LongAdder unavailable = new LongAdder();
    final LongAdder connects = new LongAdder();

    void committed(List<Job.Fenced> jobs, long nanos) {
      commits.increment();
      commitNanos.add(nanos);
      largestBatch.accumulate(jobs.size());
      for (var job : jobs) {
        if (job instanceof Job.Append append) {
          rows.add(append.rows().size());
        }
      }
    }

    JournalMetrics snapshot(int depth) {
      return new JournalMetrics(
          depth,
          rows.sum(),
          commits.sum(),
          commitNanos.sum(),
          largestBatch.get(),
          fenced.sum(),
          rescued.sum(),
          splits.sum(),
          troubles.sum(),
          unavailable.sum(),
          connects.sum());
    }
  }
}
