package dev.pawl.engine.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What a redrive does again (developer guide, "Redriving state machine executions"): states that
 * were entered and not left, with all their retries; branches and iterations that succeeded keep
 * their results.
 */
final class Redriving {

  private final boolean wasTooLarge;
  private final boolean wasRuntime;
  private final List<Scope> found;

  private Redriving(boolean wasTooLarge, boolean wasRuntime, List<Scope> found) {
    this.wasTooLarge = wasTooLarge;
    this.wasRuntime = wasRuntime;
    this.found = found;
  }

  /**
   * The scopes to go on with.
   *
   * @param from the state to go on from; null = those that were open
   * @param remains those that stood when the execution ended
   * @param error what it ended with
   */
  static List<Scope> restored(
      Event.@Nullable Restart from, PMap<Integer, Scope> remains, @Nullable String error) {
    var found = new ArrayList<Scope>();
    if (from != null) {
      return List.of(Scope.root(from.state(), from.input(), HashTreePMap.from(from.variables())));
    }
    var root = remains.get(Scope.ROOT);
    if (root != null) {
      new Redriving(Fault.DATA_LIMIT_EXCEEDED.equals(error), Fault.RUNTIME.equals(error), found)
          .restore(root, remains);
    }
    return found;
  }

  private void restore(Scope scope, Map<Integer, Scope> scopes) {
    if (!(scope.position() instanceof Scope.Position.In in)) {
      found.add(scope);
      return;
    }
    var visit = in.visit();
    switch (visit.phase()) {
      // What was too large together may fit if all of it is made anew.
      case Phase.Forked forked when wasTooLarge && forked.isComplete() -> again(scope, visit);
      case Phase.Settled settled when wasTooLarge -> again(scope, visit);
      case Phase.Forked forked -> goOn(scope, visit, forked, scopes);
      // Developer guide, "Redriving Map Runs": after these errors there is a new Map Run.
      case Phase.Undistributed ignored when wasTooLarge || wasRuntime -> again(scope, visit);
      case Phase.Undistributed run -> redistribute(scope, visit, run.id(), run.mapRunArn());
      case Phase.Distributing run -> redistribute(scope, visit, run.id(), run.mapRunArn());
      case Phase.Kept(Phase.Distributing run, var result, var at) ->
          redistribute(scope, visit, run.id(), run.mapRunArn());
      case Phase.Settled(Phase.Forked forked, List<Scope> children) when forked != null -> {
        var kept = new HashMap<Integer, Scope>();
        children.forEach(child -> kept.put(child.id(), child));
        goOn(scope, visit, forked, kept);
      }
      default -> again(scope, visit);
    }
  }

  private void redistribute(Scope scope, Visit visit, long id, String mapRunArn) {
    found.add(scope.in(visit.redriven(new Phase.Undistributed(id, mapRunArn, true))));
  }

  private void again(Scope scope, Visit visit) {
    found.add(scope.in(visit.redriven(new Phase.Arrived())));
  }

  private void goOn(Scope scope, Visit visit, Phase.Forked forked, Map<Integer, Scope> scopes) {
    found.add(scope.in(visit.redriven(forked)));
    for (var id : forked.running().values()) {
      var child = scopes.get(id);
      if (child == null) {
        throw new AssertionError("Expected scope " + id + " to be kept for a redrive.");
      }
      restore(child, scopes);
    }
  }
}
