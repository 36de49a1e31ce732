package dev.pawl.node.execution;

import dev.pawl.engine.execution.Limited;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where executions of state machines with concurrency limits get their permits. */
public interface PermitPort {

  /** Somebody waits for a permit of that machine, or one has come back. */
  void moved(String stateMachineArn);

  /** How the executions of the machine that this one is of wait their turn; empty = they do not. */
  CompletionStage<Optional<Limited>> limited(String executionArn);
}
