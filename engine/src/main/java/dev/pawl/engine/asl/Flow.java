package dev.pawl.engine.asl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One {@code States} map with its start: the machine's own, a branch's, an item processor's.
 * Transitions never leave it, and it is the scope of the variables assigned in it.
 */
public record Flow(String startAt, Map<String, State> states) {

  public Flow {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /** The state of that name; asking for one that does not exist is a bug of the caller. */
  public State state(String name) {
    var state = states.get(name);
    if (state == null) {
      throw new AssertionError("Expected '" + name + "' to be one of " + states.keySet());
    }
    return state;
  }
}
