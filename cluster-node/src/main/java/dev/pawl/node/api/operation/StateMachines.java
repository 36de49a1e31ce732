package dev.pawl.node.api.operation;

import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.StateMachineEntry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * State machines as operations see them: the catalog, and what is remembered of it for starting
 * executions.
 */
final class StateMachines {

  private final StateMachineCatalog catalog;
  private final Remembered<StateMachineEntry> remembered;

  StateMachines(StateMachineCatalog catalog, Remembered<StateMachineEntry> remembered) {
    this.catalog = catalog;
    this.remembered = remembered;
  }

  /** For changing and showing them. */
  StateMachineCatalog catalog() {
    return catalog;
  }

  /** The machine as it stands now; blocks. */
  StateMachineEntry get(String arn) {
    return catalog.find(arn).orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn));
  }

  /** The machine to start an execution of. */
  CompletionStage<StateMachineEntry> startable(String arn) {
    return remembered.find(arn).thenApply(entry -> startable(arn, entry));
  }

  private static StateMachineEntry startable(String arn, Optional<StateMachineEntry> found) {
    var entry = found.orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn));
    if (entry.status().equals(StateMachineEntry.DELETING)) {
      throw StepFunctionsErrors.stateMachineDeleting(arn);
    }
    return entry;
  }

  void changed(String arn) {
    remembered.forget(arn);
  }

  /** The text of a definition that a machine or an execution refers to; blocks. */
  String definition(String hash) {
    return catalog
        .definition(hash)
        .orElseThrow(() -> new AssertionError("Expected definition " + hash + " to be kept."));
  }
}
