package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell.Turn;
import dev.pawl.engine.execution.ExecutionSnapshot;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The database: one row per decision, fenced by a compare-and-set of its number; and with each row,
 * in the same step, the index that makes the execution findable and the tasks it offers.
 */
final class Journal {
  private final Map<String, History> histories = new LinkedHashMap<>();
  private final Set<Offer> offers = new LinkedHashSet<>();
  private final Permits permits = new Permits();
  private long rows;

  /** A task that waits for a worker. */
  record Offer(String activityArn, String executionArn, long taskId) {}

  /**
   * Who keeps the execution in memory, or else when it is to be woken; both null if only somebody
   * outside can move it.
   */
  record Index(boolean running, @Nullable String owner, @Nullable Instant wakeAt) {
    static Index of(Execution execution, String incarnation) {
      var needsOwner = Effects.needsOwner(execution);
      return new Index(
          execution.isRunning(),
          needsOwner ? incarnation : null,
          needsOwner ? null : execution.nextTimer().orElse(null));
    }
  }

  /** One row to be stored, and what is stored with it. */
  record Row(
      String writer,
      List<Recorded> events,
      @Nullable Index index,
      List<Offer> offered,
      List<Offer> withdrawn,
      @Nullable Effect permit) {
    static Row of(String writer, String incarnation, String arn, Turn<?> turn) {
      return new Row(
          writer,
          StoredCopy.of(turn.events()),
          Index.of(turn.after(), incarnation),
          turn.effects().stream()
              .filter(Effect.OfferTask.class::isInstance)
              .map(Effect.OfferTask.class::cast)
              .map(offer -> new Offer(offer.activityArn(), arn, offer.taskId()))
              .toList(),
          turn.effects().stream()
              .filter(Effect.WithdrawTask.class::isInstance)
              .map(Effect.WithdrawTask.class::cast)
              .map(offer -> new Offer(offer.activityArn(), arn, offer.taskId()))
              .toList(),
          turn.effects().stream().filter(Row::isOfPermit).findFirst().orElse(null));
    }

    private static boolean isOfPermit(Effect effect) {
      return effect instanceof Effect.AwaitPermit
          || effect instanceof Effect.HoldPermit
          || effect instanceof Effect.ReturnPermit;
    }

    Row withoutPermit() {
      return new Row(writer, events, index, offered, withdrawn, null);
    }

    Row withoutIndex() {
      return new Row(writer, events, null, offered, withdrawn, permit);
    }

    Row withIndex(Index other) {
      return new Row(writer, events, other, offered, withdrawn, permit);
    }

    Row withoutOffers() {
      return new Row(writer, events, index, List.of(), List.of(), permit);
    }

    Row torn() {
      return new Row(
          writer, events.subList(0, (events.size() + 1) / 2), index, offered, withdrawn, permit);
    }
  }

  private static final class History {
    final List<Row> rows = new ArrayList<>();
    Execution truth = Execution.none();
    Index index = new Index(false, null, null);
  }

  /** Stores a row behind all others; whether its place is free is the caller's to ask. */
  void append(String arn, Row row) {
    var history = histories.computeIfAbsent(arn, ignored -> new History());
    history.rows.add(row);
    history.truth = history.truth.evolve(row.events());
    if (row.index() != null) {
      history.index = row.index();
    }
    offers.addAll(row.offered());
    offers.removeAll(row.withdrawn());
    if (row.permit() != null) {
      permits.change(arn, row.permit());
    }
    rows++;
  }

  /**
   * Whether the row that stands there is by that writer: then it is this very one, and the answer
   * to its first commit was lost.
   */
  boolean holds(String arn, long number, Row row) {
    return sequenceNumber(arn) >= number
        && Objects.requireNonNull(histories.get(arn))
            .rows
            .get((int) number - 1)
            .writer()
            .equals(row.writer());
  }

  Permits permits() {
    return permits;
  }

  /** How many rows there are. */
  long rows() {
    return rows;
  }

  Set<String> executions() {
    return histories.keySet();
  }

  long sequenceNumber(String arn) {
    var history = histories.get(arn);
    return history == null ? 0 : history.rows.size();
  }

  /** What the stored events make of an execution. */
  Execution truth(String arn) {
    var history = histories.get(arn);
    return history == null ? Execution.none() : history.truth;
  }

  /**
   * As {@link #truth}, from a snapshot that was taken after so many rows, and the events of the
   * others.
   *
   * @param before how many rows the snapshot knows; {@code after} the first row that is read
   */
  Execution recovered(String arn, int before, int after) {
    var rows = rows(arn);
    var known = Execution.none().evolve(events(rows.subList(0, before)));
    return StoredCopy.of(ExecutionSnapshot.of(known))
        .execution()
        .evolve(events(rows.subList(after, rows.size())));
  }

  List<Recorded> events(String arn) {
    return events(rows(arn));
  }

  private List<Row> rows(String arn) {
    var history = histories.get(arn);
    return history == null ? List.of() : history.rows;
  }

  private static List<Recorded> events(List<Row> rows) {
    return rows.stream().flatMap(row -> row.events().stream()).toList();
  }

  /** Whether a task has succeeded with that output. */
  boolean hasTaken(String arn, Payload output) {
    return events(arn).stream()
        .anyMatch(recorded ->
            recorded.event() instanceof Event.TaskSucceeded task
                && task.output().text().equals(output.text()));
  }

  Index index(String arn) {
    var history = histories.get(arn);
    return history == null ? new Index(false, null, null) : history.index;
  }

  /** The parked executions whose time has come. */
  List<String> due(Instant now) {
    return running().stream()
        .filter(arn -> index(arn).wakeAt() instanceof Instant at && !at.isAfter(now))
        .toList();
  }

  /** The executions that somebody keeps. */
  List<String> owned() {
    return running().stream().filter(arn -> index(arn).owner() != null).toList();
  }

  List<String> running() {
    return histories.keySet().stream().filter(arn -> index(arn).running()).toList();
  }

  List<Offer> offers() {
    return List.copyOf(offers);
  }
}
