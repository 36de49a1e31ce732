package dev.pawl.engine.asl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The eight kinds of states, in the order in which AWS lists them. Spec, "State Types". */
public enum StateType {
  TASK("Task"),
  WAIT("Wait"),
  PASS("Pass"),
  SUCCEED("Succeed"),
  FAIL("Fail"),
  CHOICE("Choice"),
  PARALLEL("Parallel"),
  MAP("Map");

  private final String label;

  StateType(String label) {
    this.label = label;
  }

  /** The value of the field {@code Type}. */
  public String label() {
    return label;
  }

  static Optional<StateType> labelled(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(StateType::label).toList();
  }
}
