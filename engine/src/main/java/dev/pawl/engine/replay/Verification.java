package dev.pawl.engine.replay;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Moment;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides a history anew: the commands are those that its events tell of (the answers of tasks, the
 * timers that were due), at the times they tell of, and the engine must make the same events of
 * them. One small step at a time, each upon what was recorded before it, so that a difference is
 * told once and the rest is still compared.
 *
 * <p>Not decided anew but taken as recorded: the end of a Map Run, whose result the history does
 * not tell. What depends on chance is told apart from a difference by deciding twice.
 */
public final class Verification {

  private final Function<String, Optional<StateMachine>> definitions;
  private final Decider decider;
  private final List<Recorded> events;
  private final List<Difference> differences = new ArrayList<>();
  private Execution execution = Execution.none();
  private int decided;
  private int taken;
  private int byChance;
  private boolean isTaking;

  /**
   * An event that is decided otherwise now.
   *
   * @param position in the list of events, from 0
   * @param now what is decided instead; null = nothing
   */
  public record Difference(int position, Recorded recorded, @Nullable Event now) {}

  /**
   * What came of it.
   *
   * @param decided events that were decided anew and are the same
   * @param taken events that cannot be decided anew, or follow upon a difference
   * @param byChance how often the outcome depended on chance
   */
  public record Outcome(
      int decided, int taken, int byChance, List<Difference> differences, Execution execution) {
    public Outcome {
      differences = List.copyOf(differences);
    }

    /** Whether the history would be the same again. */
    public boolean isSame() {
      return differences.isEmpty();
    }
  }

  private Verification(
      List<Recorded> events, Function<String, Optional<StateMachine>> definitions, Quotas quotas) {
    this.events = events;
    this.definitions = definitions;
    // A decision is cut after its first event, and continued: so each is compared by itself.
    this.decider =
        new Decider(
            new Quotas(
                quotas.historyEventsMax(),
                quotas.payloadBytesMax(),
                1,
                quotas.decisionBytesMax(),
                quotas.inlineConcurrencyMax(),
                quotas.executionDurationMax(),
                quotas.expressDurationMax(),
                quotas.definitionBytesMax()));
  }

  /**
   * Decides all events of an execution anew.
   *
   * @param definitions the machines by the hash that the events name
   * @param quotas of the node that it was exported from
   */
  public static Outcome of(
      List<Recorded> events, Function<String, Optional<StateMachine>> definitions, Quotas quotas) {
    return new Verification(events, definitions, quotas).run();
  }

  private Outcome run() {
    var position = 0;
    while (position < events.size()) {
      var same = decideAnew(position);
      if (same == 0) {
        take(position);
        same = 1;
      } else {
        isTaking = false;
        decided += same;
      }
      execution = execution.evolve(events.subList(position, position + same));
      position += same;
    }
    return new Outcome(decided, taken, byChance, differences, execution);
  }

  /** How many events from there on are what the engine decides. */
  private int decideAnew(int position) {
    for (var command : Commands.before(execution, events, position)) {
      for (var activityExists : List.of(true, false)) {
        var now = decide(command, position, activityExists, 1);
        if (!now.isEmpty() && Sameness.isBeginOf(now, events, position)) {
          return now.size();
        }
      }
    }
    return 0;
  }

  private void take(int position) {
    taken++;
    if (isTaking) {
      return;
    }
    isTaking = true;
    var recorded = events.get(position);
    if (recorded.event() instanceof Event.MapRunSucceeded) {
      return;
    }
    for (var command : Commands.before(execution, events, position)) {
      var one = decide(command, position, true, 1);
      if (!one.equals(decide(command, position, true, 2))) {
        byChance++;
        return;
      }
    }
    differences.add(new Difference(position, recorded, instead(position)));
  }

  private @Nullable Event instead(int position) {
    for (var command : Commands.before(execution, events, position)) {
      var now = decide(command, position, true, 1);
      if (!now.isEmpty()) {
        return Sameness.firstOther(now, events, position);
      }
    }
    return null;
  }

  private List<Recorded> decide(Command command, int position, boolean activityExists, long seed) {
    var moment =
        new Moment(
            events.get(position).at(),
            new SplittableRandom(seed),
            activity -> activityExists,
            definitions,
            Commands.machine(events.get(position).event()));
    var hash = hash(command);
    var machine = hash.flatMap(definitions);
    if (machine.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected the definition %s to be there, but it is not.".formatted(hash.orElse("")));
    }
    return decider.decide(machine.get(), execution, command, moment)
            instanceof Decision.Accepted accepted
        ? accepted.events()
        : List.of();
  }

  private Optional<String> hash(Command command) {
    return switch (command) {
      case Command.StartExecution start -> Optional.of(start.definitionHash());
      case Command.ForestallExecution forestall -> Optional.of(forestall.start().definitionHash());
      default ->
          Optional.ofNullable(execution.origin()).map(Event.ExecutionStarted::definitionHash);
    };
  }
}
