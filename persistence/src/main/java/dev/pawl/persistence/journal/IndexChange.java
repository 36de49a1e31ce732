package dev.pawl.persistence.journal;

import dev.pawl.engine.search.IndexedValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an execution is found after a decision; stored in the transaction of the decision's journal
 * row.
 *
 * @param wakeAt when it needs attention with nobody calling; null = never. Leave it null while
 *     {@code owner} is set: timers of a hot execution are in memory, and a row whose {@code wakeAt}
 *     stands still costs no index write
 * @param owner incarnation of the node that keeps it hot; null = parked
 * @param firstEventId the first API event id in the row
 * @param lastEventId the last one; less than the first if the row has none
 * @param startedFor what it is a child of, if this row starts it for a Map Run
 * @param stateMachineVersionArn the version it runs; changes, as the alias, only when it migrates
 * @param redriveCount how often it was redriven; {@code redriveDate} says when last
 * @param migratedTo {@link dev.pawl.persistence.index.MigratedTo} as text; null = it runs what it
 *     started with
 * @param permit what becomes of its permit; null = nothing
 * @param attributes what it is searched by, as far as that changes
 */
public record IndexChange(
    String executionArn,
    String stateMachineArn,
    String name,
    String status,
    Instant startDate,
    @Nullable Instant stopDate,
    @Nullable Instant wakeAt,
    @Nullable String owner,
    long firstEventId,
    long lastEventId,
    List<ActivityOffer> offered,
    List<ActivityOffer> withdrawn,
    @Nullable MapRunChild startedFor,
    @Nullable String stateMachineVersionArn,
    @Nullable String stateMachineAliasArn,
    int redriveCount,
    @Nullable Instant redriveDate,
    @Nullable String migratedTo,
    @Nullable PermitChange permit,
    List<IndexedValue> attributes) {

  /** Of an execution whose permit and indexed attributes stay as they are. */
  public IndexChange(
      String executionArn,
      String stateMachineArn,
      String name,
      String status,
      Instant startDate,
      @Nullable Instant stopDate,
      @Nullable Instant wakeAt,
      @Nullable String owner,
      long firstEventId,
      long lastEventId,
      List<ActivityOffer> offered,
      List<ActivityOffer> withdrawn,
      @Nullable MapRunChild startedFor,
      @Nullable String stateMachineVersionArn,
      @Nullable String stateMachineAliasArn,
      int redriveCount,
      @Nullable Instant redriveDate,
      @Nullable String migratedTo) {
    this(
        executionArn,
        stateMachineArn,
        name,
        status,
        startDate,
        stopDate,
        wakeAt,
        owner,
        firstEventId,
        lastEventId,
        offered,
        withdrawn,
        startedFor,
        stateMachineVersionArn,
        stateMachineAliasArn,
        redriveCount,
        redriveDate,
        migratedTo,
        null,
        List.of());
  }

  /** Of an execution that was started by its machine itself, and by no Map Run. */
  public IndexChange(
      String executionArn,
      String stateMachineArn,
      String name,
      String status,
      Instant startDate,
      @Nullable Instant stopDate,
      @Nullable Instant wakeAt,
      @Nullable String owner,
      long firstEventId,
      long lastEventId,
      List<ActivityOffer> offered,
      List<ActivityOffer> withdrawn) {
    this(
        executionArn,
        stateMachineArn,
        name,
        status,
        startDate,
        stopDate,
        wakeAt,
        owner,
        firstEventId,
        lastEventId,
        offered,
        withdrawn,
        null,
        null,
        null,
        0,
        null,
        null);
  }

  public IndexChange {
    offered = List.copyOf(offered);
    withdrawn = List.copyOf(withdrawn);
    attributes = List.copyOf(attributes);
  }

  /** This change with the offers of the one before it, for rows that are written together. */
  IndexChange after(IndexChange earlier) {
    return with(
        startedFor == null ? earlier.startedFor : startedFor,
        join(earlier.offered, offered),
        join(earlier.withdrawn, withdrawn),
        permit == null ? earlier.permit : permit,
        newest(earlier.attributes, attributes));
  }

  /** Each attribute once, as it is after the later change. */
  private static List<IndexedValue> newest(List<IndexedValue> earlier, List<IndexedValue> later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    var values = new LinkedHashMap<String, IndexedValue>();
    earlier.forEach(value -> values.put(value.attribute(), value));
    later.forEach(value -> values.put(value.attribute(), value));
    return List.copyOf(values.values());
  }

  /** Without the offers that are withdrawn in the same write: nobody shall ever see them. */
  IndexChange withoutPassingOffers() {
    if (offered.isEmpty() || withdrawn.isEmpty()) {
      return this;
    }
    return with(
        startedFor,
        offered.stream().filter(offer -> withdrawn.stream().noneMatch(offer::isSameTask)).toList(),
        withdrawn,
        permit,
        attributes);
  }

  /** This change with what becomes of the permit. */
  public IndexChange with(@Nullable PermitChange newPermit) {
    return with(startedFor, offered, withdrawn, newPermit, attributes);
  }

  /** This change with what the execution is searched by, as far as that changes. */
  public IndexChange withAttributes(List<IndexedValue> newAttributes) {
    return with(startedFor, offered, withdrawn, permit, newAttributes);
  }

  private static List<ActivityOffer> join(List<ActivityOffer> first, List<ActivityOffer> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private IndexChange with(
      @Nullable MapRunChild newStartedFor,
      List<ActivityOffer> newOffered,
      List<ActivityOffer> newWithdrawn,
      @Nullable PermitChange newPermit,
      List<IndexedValue> newAttributes) {
    return new IndexChange(
        executionArn,
        stateMachineArn,
        name,
        status,
        startDate,
        stopDate,
        wakeAt,
        owner,
        firstEventId,
        lastEventId,
        newOffered,
        newWithdrawn,
        newStartedFor,
        stateMachineVersionArn,
        stateMachineAliasArn,
        redriveCount,
        redriveDate,
        migratedTo,
        newPermit,
        newAttributes);
  }
}
