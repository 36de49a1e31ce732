package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Operation;
import java.util.List;

/** The operations of Pawl that AWS does not have. */
public final class PawlOperations {

  private PawlOperations() {}

  public static List<Operation> of() {
    return List.of();
  }
}
