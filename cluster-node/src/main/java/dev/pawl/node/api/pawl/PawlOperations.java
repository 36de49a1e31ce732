package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Operation;
import java.util.List;
import java.util.stream.Stream;

/** The operations of Pawl that AWS does not have. */
public final class PawlOperations {

  private PawlOperations() {}

  @SafeVarargs
  public static List<Operation> of(List<Operation>... families) {
    return Stream.of(families).flatMap(List::stream).toList();
  }
}
