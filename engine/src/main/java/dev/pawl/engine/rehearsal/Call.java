package dev.pawl.engine.rehearsal;

import dev.pawl.engine.json.Payload;
import java.util.List;

/**
 * A task's attempt that somebody is to answer.
 *
 * @param state the name of the Task state
 * @param resource its Resource
 * @param items where it runs: the index of the iteration, of the outermost Map first
 * @param attempt how often this visit of the state was retried before it: 0 for the first
 * @param count how many calls of this state came before, in this iteration
 */
public record Call(
    String state,
    String resource,
    Payload parameters,
    List<Integer> items,
    int attempt,
    int count) {

  public Call {
    items = List.copyOf(items);
  }
}
