package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.operation.LimitOperations;
import java.util.List;

/** The operations of Pawl that AWS does not have. */
public final class PawlOperations {

  private PawlOperations() {}

  public static List<Operation> of(OperationRunner runner, LimitOperations.Parts limits) {
    return LimitOperations.of(runner, limits);
  }
}
