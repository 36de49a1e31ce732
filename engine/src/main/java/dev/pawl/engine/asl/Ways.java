package dev.pawl.engine.asl;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The transitions of one flow as a graph. Asking it costs no more than there are transitions. */
final class Ways {

  private static final int START = 0;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<List<Integer>> next = new ArrayList<>(List.of(new ArrayList<>()));

  /** The flow starts with this state. */
  void start(String state) {
    next.get(START).add(number(state));
  }

  void lead(String from, String to) {
    next.get(number(from)).add(number(to));
  }

  /** The states that a run can come to. */
  Reached fromStart() {
    return behind(List.of(START));
  }

  /** The states that a run can come to after one of these; a loop leads back to them. */
  Reached after(Collection<String> states) {
    return behind(states.stream().map(this::number).toList());
  }

  private Reached behind(List<Integer> origins) {
    var reached = new BitSet(next.size());
    var todo = new ArrayList<>(origins);
    while (!todo.isEmpty()) {
      for (var state : next.get(todo.removeLast())) {
        if (!reached.get(state)) {
          reached.set(state);
          todo.add(state);
        }
      }
    }
    return new Reached(numbers, reached);
  }

  private int number(String state) {
    var known = numbers.putIfAbsent(state, next.size());
    if (known != null) {
      return known;
    }
    next.add(new ArrayList<>());
    return next.size() - 1;
  }

  /** A set of states. */
  record Reached(Map<String, Integer> numbers, BitSet reached) {

    boolean contains(String state) {
      var number = numbers.get(state);
      return number != null && reached.get(number);
    }
  }
}
