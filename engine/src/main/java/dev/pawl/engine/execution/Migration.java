package dev.pawl.engine.execution;

import dev.pawl.engine.asl.Flow;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.ParallelState;
import dev.pawl.engine.asl.Recoverable;
import dev.pawl.engine.asl.Retrier;
import dev.pawl.engine.asl.State;
import dev.pawl.engine.asl.StateMachine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;

/**
 * Whether an execution can go on with another definition: every state that is open must stand there
 * too, in the same place and of the same type. What is behind and what is ahead may be anything.
 *
 * <p>What is with the outside world stays there: a task keeps its call, its token and its
 * time-outs, a Wait state its end, a Map Run its children, and their outcome is processed as the
 * other definition says.
 */
final class Migration {
  private final Execution execution;
  private final List<Event.RetriesUsed> retries = new ArrayList<>();
  private @Nullable String obstacle;

  private Migration(Execution execution) {
    this.execution = execution;
  }

  /** Looks at all that is open. */
  static Migration of(Execution execution, StateMachine from, StateMachine to) {
    var migration = new Migration(execution);
    migration.look(execution.scope(Scope.ROOT), from.flow(), to.flow(), "");
    return migration;
  }

  /** Why it cannot, naming the state; empty if it can. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /**
   * A retrier of the other definition has been used as often as the one with the same ErrorEquals
   * has; one that is new, not at all. Only of states where that is a change.
   */
  List<Event.RetriesUsed> retries() {
    return retries;
  }

  private void look(Scope scope, Flow from, Flow to, String where) {
    switch (scope.position()) {
      case Scope.Position.Finished ignored -> {}
      case Scope.Position.Before before -> {
        if (!to.states().containsKey(before.state())) {
          missing(before.state(), where);
        }
      }
      case Scope.Position.In in -> look(scope, in.visit(), from, to, where);
    }
  }

  private void look(Scope scope, Visit visit, Flow from, Flow to, String where) {
    var other = to.states().get(visit.state());
    if (other == null) {
      missing(visit.state(), where);
    } else if (other.type() != visit.type()) {
      refuse(
          visit.state(),
          where,
          "to be a %s state in the new definition, but it is a %s state"
              .formatted(visit.type().label(), other.type().label()));
    } else {
      var state = from.state(visit.state());
      count(scope, visit, state, other);
      inside(scope, visit, state, other, where + visit.state() + " > ");
    }
  }

  private void missing(String state, String where) {
    refuse(
        state, where, "to be in the new definition, because the execution is in it, but it is not");
  }

  private void refuse(String state, String where, String why) {
    if (obstacle == null) {
      obstacle = "Expected the state '%s' %s.".formatted(where + state, why);
    }
  }

  // ---- what a Parallel or Map state has opened

  private void inside(Scope scope, Visit visit, State state, State other, String where) {
    switch (visit.phase()) {
      case Phase.Forked forked when other instanceof ParallelState parallel -> {
        if (parallel.branches().size() != forked.total()) {
          refuse(
              visit.state(),
              where.substring(0, where.length() - (visit.state() + " > ").length()),
              "to have %d branches in the new definition, but it has %d"
                  .formatted(forked.total(), parallel.branches().size()));
          return;
        }
        var branches = ((ParallelState) state).branches();
        forked
            .running()
            .forEach((index, child) ->
                look(
                    execution.scope(child),
                    branches.get(index),
                    parallel.branches().get(index),
                    where));
      }
      case Phase.Forked forked when other instanceof MapState map -> {
        if (isNestedOtherwise(scope, map, false, where)) {
          return;
        }
        var processor = ((MapState) state).processor();
        forked
            .running()
            .values()
            .forEach(child -> look(execution.scope(child), processor, map.processor(), where));
      }
      case Phase.Distributing ignored when other instanceof MapState map ->
          isNestedOtherwise(scope, map, true, where);
      case Phase.Kept(Phase.Distributing run, var result, var at)
          when other instanceof MapState map ->
          isNestedOtherwise(scope, map, true, where);
      case Phase.Undistributed ignored when other instanceof MapState map ->
          isNestedOtherwise(scope, map, true, where);
      default -> {}
    }
  }

  private boolean isNestedOtherwise(Scope scope, MapState map, boolean distributed, String where) {
    if (map.distributed() == distributed) {
      return false;
    }
    var state = scope.visit().state();
    refuse(
        state,
        where.substring(0, where.length() - (state + " > ").length()),
        "to be %s in the new definition, as what it has begun, but it is %s"
            .formatted(mode(distributed), mode(!distributed)));
    return true;
  }

  private static String mode(boolean distributed) {
    return distributed ? "a distributed Map" : "an inline Map";
  }

  // ---- retriers

  private void count(Scope scope, Visit visit, State state, State other) {
    if (visit.retries().isEmpty()
        || !(state instanceof Recoverable old)
        || !(other instanceof Recoverable now)) {
      return;
    }
    var used = carried(visit.retries(), old.retriers(), now.retriers());
    if (!used.equals(visit.retries())) {
      retries.add(new Event.RetriesUsed(scope.id(), used));
    }
  }

  private static PMap<Integer, Integer> carried(
      Map<Integer, Integer> used, List<Retrier> old, List<Retrier> now) {
    var left = new HashMap<>(used);
    PMap<Integer, Integer> carried = IntTreePMap.empty();
    for (var index = 0; index < now.size(); index++) {
      for (var before = 0; before < old.size(); before++) {
        if (left.containsKey(before) && now.get(index).isFor(old.get(before))) {
          carried = carried.plus(index, left.remove(before));
          break;
        }
      }
    }
    return carried;
  }
}
