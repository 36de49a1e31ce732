package dev.pawl.node.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Address;

/**
 * The tasks that have lately been sent to other nodes, for the case that one of them does not get
 * them. Those of longer ago their executions have taken back by themselves. Not thread-safe.
 *
 * @param <T> what names a task
 */
final class GivenTasks<T> {

  /** More are forgotten: their executions take them back after a while. */
  private static final int TASKS_MAX = 10_000;

  private final long kept;
  private final LongSupplier nanos;
  private final Deque<Given<T>> given = new ArrayDeque<>();

  private record Given<T>(T task, Address node, long at) {}

  /**
   * @param kept how long a task may be on its way
   * @param nanos the time
   */
  GivenTasks(Duration kept, LongSupplier nanos) {
    this.kept = kept.toNanos();
    this.nanos = nanos;
  }

  /** A task is sent to a worker's node. */
  void add(T task, Address node) {
    if (node.hasLocalScope()) {
      return; // this node
    }
    var now = nanos.getAsLong();
    while (!given.isEmpty() && (given.size() >= TASKS_MAX || now - given.getFirst().at() > kept)) {
      given.removeFirst();
    }
    given.addLast(new Given<>(task, node, now));
  }

  /** Forgets those that were sent to a node, and says which. */
  List<T> removeSentTo(Address node) {
    var lost = given.stream().filter(one -> one.node().equals(node)).map(Given::task).toList();
    given.removeIf(one -> one.node().equals(node));
    return lost;
  }
}
