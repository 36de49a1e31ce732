package dev.pawl.node.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.engine.execution.Limited;
import dev.pawl.engine.execution.Revision;
import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.engine.search.IndexedAttribute;
import dev.pawl.persistence.catalog.StateMachineAlias;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.catalog.StateMachineVersion;
import dev.pawl.persistence.limit.PermitTable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What executions can be started by: a state machine as it stands, one of its versions, or an alias
 * that leads to one or two of them.
 *
 * @param alias null unless it is an alias
 * @param versions none for the machine itself; else those it may lead to, by number
 * @param limits how many executions of the machine may run at once; null = any number
 */
public record Launch(
    StateMachineEntry machine,
    @Nullable StateMachineAlias alias,
    Map<Integer, StateMachineVersion> versions,
    @Nullable ConcurrencyLimits limits) {

  /** Of a hundred starts by an alias, each route gets its weight. */
  public static final int CHANCES = 100;

  /** What is said where too many executions wait their turn. */
  public static final String QUEUE_FULL =
      "Expected fewer executions of this state machine to wait for others to end; see its"
          + " concurrency limits.";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LOG_GROUP =
      Pattern.compile("[^:]+:[^:]+:logs:.*:log-group:([^:]+)(:\\*)?");

  public Launch {
    versions = Map.copyOf(versions);
  }

  static Launch ofMachine(StateMachineCatalog.Limited found) {
    return new Launch(found.machine(), null, Map.of(), found.limits());
  }

  static Launch of(
      StateMachineCatalog.Limited found,
      @Nullable StateMachineAlias alias,
      List<StateMachineVersion> versions) {
    return new Launch(
        found.machine(),
        alias,
        versions.stream().collect(Collectors.toMap(StateMachineVersion::version, v -> v)),
        found.limits());
  }

  /**
   * What one execution is pinned to.
   *
   * @param definitionHash the definition, as the catalog names it
   */
  public record Pinned(String definitionHash, String roleArn, Revision revision) {}

  /** How executions wait their turn; null = they do not. */
  public @Nullable Limited limited() {
    return limits == null ? null : new Limited(limits.keyPath());
  }

  /** Whether no more executions may wait; blocks if there are limits. */
  public boolean isQueueFull(PermitTable permits) {
    return limits != null && permits.isQueued(machine.stateMachineArn(), limits.maxQueued());
  }

  public boolean isExpress() {
    return machine.type().equals("EXPRESS");
  }

  /** Whether the machine is on its way out, and starts nothing any more. */
  public boolean isDeleting() {
    return machine.status().equals(StateMachineEntry.DELETING);
  }

  /**
   * What the next execution runs.
   *
   * @param chance from 0 (included) to {@link #CHANCES} (excluded), by which an alias chooses
   */
  public Pinned pinned(int chance) {
    if (versions.isEmpty()) {
      return new Pinned(
          machine.definitionHash(),
          machine.roleArn(),
          new Revision(
              machine.revisionId(),
              null,
              null,
              logging(machine.loggingConfiguration()),
              null,
              attributes()));
    }
    var version =
        alias == null
            ? versions.values().iterator().next()
            : versions.get(alias.versionFor(chance));
    if (version == null) {
      throw new AssertionError("Expected the versions of an alias to be there: " + alias);
    }
    return new Pinned(
        version.definitionHash(),
        version.roleArn(),
        new Revision(
            version.revisionId(),
            version.arn(),
            alias == null ? null : alias.arn(),
            logging(version.loggingConfiguration()),
            null,
            attributes()));
  }

  /** Those of the machine as it stands: they are about search, not about what it does. */
  private List<IndexedAttribute> attributes() {
    return DeclaredAttributes.parse(machine.indexedAttributes());
  }

  /** What a stored logging configuration switches on; null = nothing. */
  private static Revision.@Nullable Logging logging(@Nullable String configuration) {
    if (configuration == null) {
      return null;
    }
    try {
      var logging = JSON.readTree(configuration);
      var level = logging.path("level").asText("OFF");
      var arn =
          logging
              .path("destinations")
              .path(0)
              .path("cloudWatchLogsLogGroup")
              .path("logGroupArn")
              .asText();
      var group = LOG_GROUP.matcher(arn);
      return level.equals("OFF") || !group.matches()
          ? null
          : new Revision.Logging(
              level, logging.path("includeExecutionData").asBoolean(), group.group(1));
    } catch (JsonProcessingException e) {
      throw new AssertionError("Expected a stored logging configuration to be JSON.", e);
    }
  }
}
