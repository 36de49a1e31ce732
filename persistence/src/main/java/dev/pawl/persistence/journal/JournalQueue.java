package dev.pawl.persistence.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What waits for the writer, in order. A batch holds at most one job of a key; the next of the same
 * key waits for the next batch, as it may expect what the first one writes.
 */
final class JournalQueue {

  private final JournalWriter.Limits limits;
  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private int writing;
  private boolean closed;

  JournalQueue(JournalWriter.Limits limits) {
    this.limits = limits;
  }

  void add(Job job) {
    RuntimeException refusal;
    synchronized (this) {
      if (!closed && waiting.size() < limits.queueMax()) {
        waiting.add(job);
        notifyAll();
        return;
      }
      refusal =
          closed
              ? new IllegalStateException("Expected the journal to be open, but it is closed.")
              : new JournalOverloadedException(waiting.size());
    }
    job.fail(refusal);
  }

  /** Waits for jobs; empty when the queue is closed and nothing waits. */
  synchronized List<Job> take() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    var batch = nextBatch();
    writing += batch.size();
    return batch;
  }

  private List<Job> nextBatch() {
    var batch = new ArrayList<Job>();
    var keys = new HashSet<String>();
    var deferred = new ArrayDeque<Job>();
    var bytes = 0L;
    while (!waiting.isEmpty() && batch.size() < limits.batchJobs() && bytes < limits.batchBytes()) {
      var job = waiting.poll();
      var key = job.key();
      if (key == null || keys.add(key)) {
        batch.add(job);
        bytes += job.bytes();
      } else {
        deferred.add(job);
      }
    }
    while (!deferred.isEmpty()) {
      waiting.addFirst(deferred.pollLast());
    }
    return batch;
  }

  /** Takes away what waits. */
  synchronized List<Job> drain() {
    var jobs = new ArrayList<>(waiting);
    waiting.clear();
    return jobs;
  }

  synchronized void done(int jobs) {
    writing -= jobs;
  }

  synchronized int depth() {
    return waiting.size() + writing;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
