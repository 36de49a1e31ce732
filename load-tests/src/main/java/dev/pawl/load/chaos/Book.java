package dev.pawl.load.chaos;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What is known outside the cluster: starts that were acknowledged, and what workers did. */
final class Book {

  /** What a worker knows of an answer it gave. */
  enum Given {
    ACCEPTED,
    REFUSED,
    /** An attempt went unanswered, and a later one was refused or never made. */
    UNKNOWN
  }

  /** A started execution. */
  record Started(String arn, Kind kind, long atMillis) {}

  /**
   * A tick of a long execution.
   *
   * @param execution its name
   */
  record Tick(String execution, long atMillis) {}

  private final Map<String, Started> started = new ConcurrentHashMap<>();
  private final Map<String, Given> answers = new ConcurrentHashMap<>();
  private final Queue<Tick> ticks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger tasks = new AtomicInteger();
  private final Queue<Started> unacknowledged = new ConcurrentLinkedQueue<>();

  void started(Started execution) {
    started.put(execution.arn(), execution);
  }

  /** Nobody knows whether it was started. */
  void notAcknowledged(Started execution) {
    unacknowledged.add(execution);
  }

  void took() {
    tasks.incrementAndGet();
  }

  void answered(String answerId, Given given) {
    answers.put(answerId, given);
  }

  void ticked(String execution, long atMillis) {
    ticks.add(new Tick(execution, atMillis));
  }

  Map<String, Started> started() {
    return started;
  }

  Map<String, Given> answers() {
    return answers;
  }

  Queue<Tick> ticks() {
    return ticks;
  }

  int tasks() {
    return tasks.get();
  }

  Queue<Started> unacknowledged() {
    return unacknowledged;
  }
}
