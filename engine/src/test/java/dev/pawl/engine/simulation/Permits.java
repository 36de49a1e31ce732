package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.engine.limit.TakenPermits;
import dev.pawl.engine.limit.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The permits in the database: a row for each execution that waits for one or has it, changed with
 * the row of the journal that says so; and the limits, whose version changes with every grant.
 */
final class Permits {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private ConcurrencyLimits limits = ConcurrencyLimits.NONE;
  private boolean limited;
  private boolean changing;
  private long version;
  private long numbers;

  enum State {
    WAITING,
    GRANTED,
    TAKEN
  }

  record Entry(Waiting waiting, State state) {
    Entry in(State other) {
      return new Entry(waiting, other);
    }
  }

  /** Half of all lives have limits, and a third of those change them. */
  void draw(World world) {
    limited = world.below(2) == 0;
    changing = limited && world.below(3) == 0;
    if (limited) {
      limit(drawn(world));
    }
  }

  /** Raises or lowers them now and then. */
  void drawAnew(World world) {
    if (changing && world.below(20) == 0) {
      limit(drawn(world));
    }
  }

  private static ConcurrencyLimits drawn(World world) {
    var ofAll = world.below(3) > 0;
    var perKey = !ofAll || world.below(2) == 0;
    return new ConcurrencyLimits(
        ofAll ? 1 + world.below(2) : null,
        perKey ? 1 : null,
        perKey ? "$.customer" : null,
        100);
  }

  /** Whether executions wait their turn. */
  boolean areLimited() {
    return limited;
  }

  boolean areChanging() {
    return changing;
  }

  ConcurrencyLimits limits() {
    return limits;
  }

  void limit(ConcurrencyLimits newLimits) {
    limits = newLimits;
    version++;
  }

  long version() {
    return version;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** What a stored row makes of them. */
  void change(String arn, Effect effect) {
    switch (effect) {
      case Effect.AwaitPermit wait ->
          entries.put(
              arn,
              new Entry(new Waiting(arn, wait.ticket(), wait.key(), ++numbers), State.WAITING));
      case Effect.HoldPermit ignored ->
          entries.computeIfPresent(arn, (key, entry) -> entry.in(State.TAKEN));
      case Effect.ReturnPermit ignored -> entries.remove(arn);
      default -> {}
    }
  }

  TakenPermits taken() {
    var taken = TakenPermits.NONE;
    for (var entry : entries.values()) {
      taken = entry.state() == State.WAITING ? taken : taken.and(entry.waiting().key());
    }
    return taken;
  }

  List<Waiting> queue() {
    return in(State.WAITING);
  }

  List<Waiting> granted() {
    return in(State.GRANTED);
  }

  private List<Waiting> in(State state) {
    return entries.values().stream()
        .filter(entry -> entry.state() == state)
        .map(Entry::waiting)
        .sorted(Comparator.comparingLong(Waiting::number))
        .toList();
  }

  /** Grants them, unless somebody else has granted or changed the limits since that version. */
  List<Waiting> grant(long seen, List<Waiting> chosen) {
    if (seen != version) {
      return List.of();
    }
    version++;
    var granted = new ArrayList<Waiting>();
    for (var waiting : chosen) {
      var entry = entries.get(waiting.executionArn());
      if (entry != null && entry.state() == State.WAITING && entry.waiting().equals(waiting)) {
        entries.put(waiting.executionArn(), entry.in(State.GRANTED));
        granted.add(waiting);
      }
    }
    return granted;
  }
}
