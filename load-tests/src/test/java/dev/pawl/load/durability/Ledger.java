package dev.pawl.load.durability;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What workers have done, kept outside the node: every answer has an id of its own, and for each
 * task token it is known which answers the node has accepted.
 */
final class Ledger {

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> acceptedByToken = new ConcurrentHashMap<>();
  private final Map<String, Integer> failuresByExecution = new ConcurrentHashMap<>();

  void sent(String answer) {
    sent.add(answer);
  }

  void accepted(String token, String answer) {
    acceptedByToken.computeIfAbsent(token, t -> ConcurrentHashMap.newKeySet()).add(answer);
  }

  /** How often the worker of a stubborn task has failed it so far, this time included. */
  int failed(String execution) {
    return failuresByExecution.merge(execution, 1, Integer::sum);
  }

  int failures(String execution) {
    return failuresByExecution.getOrDefault(execution, 0);
  }

  boolean hasSent(String answer) {
    return sent.contains(answer);
  }

  Map<String, Set<String>> acceptedByToken() {
    return Map.copyOf(acceptedByToken);
  }
}
