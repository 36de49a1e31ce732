package dev.pawl.node.api.operation;

import dev.pawl.node.execution.Launch;
import dev.pawl.persistence.catalog.AliasCatalog;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.catalog.StateMachineVersion;
import dev.pawl.persistence.catalog.VersionCatalog;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * State machines as operations see them: the catalogs, and what is remembered of them for starting
 * executions.
 */
final class StateMachines {

  private final StateMachineCatalog catalog;
  private final VersionCatalog versions;
  private final AliasCatalog aliases;
  private final Remembered<Launch> remembered;

  StateMachines(
      StateMachineCatalog catalog,
      VersionCatalog versions,
      AliasCatalog aliases,
      Remembered<Launch> remembered) {
    this.catalog = catalog;
    this.versions = versions;
    this.aliases = aliases;
    this.remembered = remembered;
  }

  /** For changing and showing them. */
  StateMachineCatalog catalog() {
    return catalog;
  }

  VersionCatalog versions() {
    return versions;
  }

  AliasCatalog aliases() {
    return aliases;
  }

  /** The machine as it stands now; blocks. */
  StateMachineEntry get(String arn) {
    return catalog.find(arn).orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn));
  }

  /** The version of that ARN; blocks. */
  StateMachineVersion version(Arns.MachineArn arn) {
    return versions
        .find(arn.machine(), arn.version())
        .orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn.text()));
  }

  /** The machine, version or alias to start an execution of. */
  CompletionStage<Launch> startable(String arn) {
    Arns.unlabelled(arn);
    return remembered.find(arn).thenApply(found -> startable(arn, found));
  }

  private static Launch startable(String arn, Optional<Launch> found) {
    var launch = found.orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn));
    if (launch.isDeleting()) {
      throw StepFunctionsErrors.stateMachineDeleting(arn);
    }
    return launch;
  }

  /** A machine, or one of its versions or aliases, has changed here and now. */
  void changed(String machineArn) {
    remembered.forgetIf(arn -> arn.equals(machineArn) || arn.startsWith(machineArn + ":"));
  }

  /** The text of a definition that a machine or an execution refers to; blocks. */
  String definition(String hash) {
    return catalog
        .definition(hash)
        .orElseThrow(() -> new AssertionError("Expected definition " + hash + " to be kept."));
  }
}
