package dev.pawl.engine.execution;

import dev.pawl.engine.search.IndexedAttribute;
import java.time.Instant;
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
 * @param migratedAt when the execution went over to it; null if it started with it
 * @param attributes what it can be searched by
 */
public record Revision(
    @Nullable String revisionId,
    @Nullable String versionArn,
    @Nullable String aliasArn,
    @Nullable Logging logging,
    @Nullable Instant migratedAt,
    List<IndexedAttribute> attributes) {

  public Revision {
    attributes = List.copyOf(attributes);
  }

  /** Without indexed attributes. */
  public Revision(
      @Nullable String revisionId,
      @Nullable String versionArn,
      @Nullable String aliasArn,
      @Nullable Logging logging,
      @Nullable Instant migratedAt) {
    this(revisionId, versionArn, aliasArn, logging, migratedAt, List.of());
  }

  /** That an execution starts with. */
  public Revision(
      @Nullable String revisionId,
      @Nullable String versionArn,
      @Nullable String aliasArn,
      @Nullable Logging logging) {
    this(revisionId, versionArn, aliasArn, logging, null);
  }

  /**
   * Whether it is the same one, whenever an execution went over to it, and whatever it is searched
   * by.
   */
  boolean isSameAs(Revision other) {
    return bare().equals(other.bare());
  }

  private Revision bare() {
    return new Revision(revisionId, versionArn, aliasArn, logging);
  }

  Revision since(Instant at) {
    return new Revision(revisionId, versionArn, aliasArn, logging, at, attributes);
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
