package dev.pawl.engine.execution;

import dev.pawl.engine.search.IndexedAttribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of its state machine an execution runs, besides the definition and the role: pinned when it
 * starts, whatever becomes of the machine.
 *
 * @param revisionId of the machine then; null for the revision it was created with
 * @param versionArn the version it was started by, itself or by an alias; null for the machine
 *     itself
 * @param aliasArn the alias it was started by
 * @param logging null = its events are not logged
 * @param attributes what it can be searched by
 */
public record Revision(
    @Nullable String revisionId,
    @Nullable String versionArn,
    @Nullable String aliasArn,
    @Nullable Logging logging,
    List<IndexedAttribute> attributes) {

  public Revision {
    attributes = List.copyOf(attributes);
  }

  /** Without indexed attributes. */
  public Revision(
      @Nullable String revisionId,
      @Nullable String versionArn,
      @Nullable String aliasArn,
      @Nullable Logging logging) {
    this(revisionId, versionArn, aliasArn, logging, List.of());
  }

  /** The machine itself, as it was created, without logging. */
  public static final Revision PLAIN = new Revision(null, null, null, null);

  /**
   * Which events go to a log group.
   *
   * @param level ALL, ERROR or FATAL
   * @param includeExecutionData whether inputs and outputs are in the log
   * @param logGroup the name of the log group
   */
  public record Logging(String level, boolean includeExecutionData, String logGroup) {}
}
