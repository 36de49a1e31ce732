package dev.pawl.node.execution;

import dev.pawl.persistence.catalog.AliasCatalog;
import dev.pawl.persistence.catalog.StateMachineAlias;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.VersionCatalog;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds by its ARN what executions can be started by. */
public final class Launches {

  private static final int PARTS = 7;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final StateMachineCatalog machines;
  private final VersionCatalog versions;
  private final AliasCatalog aliases;

  public Launches(StateMachineCatalog machines, VersionCatalog versions, AliasCatalog aliases) {
    this.machines = machines;
    this.versions = versions;
    this.aliases = aliases;
  }

  /** The machine, version or alias of this ARN, as it stands now; blocks. */
  public Optional<Launch> find(String arn) {
    var parts = arn.split(":", -1);
    if (parts.length <= PARTS) {
      return machines.findLimited(arn).map(Launch::ofMachine);
    }
    var qualifier = parts[parts.length - 1];
    var machineArn = arn.substring(0, arn.length() - qualifier.length() - 1);
    return machines.findLimited(machineArn).flatMap(machine -> find(machine, qualifier));
  }

  private Optional<Launch> find(StateMachineCatalog.Limited machine, String qualifier) {
    var arn = machine.machine().stateMachineArn();
    return NUMBER.matcher(qualifier).matches()
        ? versions
            .find(arn, Integer.parseInt(qualifier))
            .map(version -> Launch.of(machine, null, java.util.List.of(version)))
        : aliases.find(arn, qualifier).flatMap(alias -> find(machine, alias));
  }

  /** Empty if the alias has just been led elsewhere, and the version it led to deleted. */
  private Optional<Launch> find(StateMachineCatalog.Limited machine, StateMachineAlias alias) {
    var found =
        alias.routes().stream()
            .flatMap(route -> versions.find(alias.stateMachineArn(), route.version()).stream())
            .toList();
    return found.size() == alias.routes().size()
        ? Optional.of(Launch.of(machine, alias, found))
        : Optional.empty();
  }
}
