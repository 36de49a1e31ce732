package dev.pawl.engine.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * What a redrive does again (developer guide, "Redriving state machine executions"): states that
 * were entered and not left, with all their retries; branches and iterations that succeeded keep
 * their results.
 */
final class Redriving {

  private Redriving() {}

  /**
   * The scopes to go on with.
   *
   * @param remains those that stood when the execution ended
   * @param error what it ended with
   */
  static List<Scope> restored(PMap<Integer, Scope> remains, @Nullable String error) {
    var found = new ArrayList<Scope>();
    var root = remains.get(Scope.ROOT);
    if (root != null) {
      restore(root, remains, Fault.DATA_LIMIT_EXCEEDED.equals(error), found);
    }
    return found;
  }

  private static void restore(
      Scope scope, Map<Integer, Scope> scopes, boolean wasTooLarge, List<Scope> found) {
    if (!(scope.position() instanceof Scope.Position.In in)) {
      found.add(scope);
      return;
    }
    var visit = in.visit();
    switch (visit.phase()) {
      // What was too large together may fit if all of it is made anew.
      case Phase.Forked forked when wasTooLarge && forked.isComplete() ->
          again(scope, visit, found);
      case Phase.Settled settled when wasTooLarge -> again(scope, visit, found);
      case Phase.Forked forked -> goOn(scope, visit, forked, scopes, wasTooLarge, found);
      case Phase.Settled(Phase.Forked forked, List<Scope> children) when forked != null -> {
        var kept = new HashMap<Integer, Scope>();
        children.forEach(child -> kept.put(child.id(), child));
        goOn(scope, visit, forked, kept, wasTooLarge, found);
      }
      // Differs from AWS: a distributed Map begins a new Map Run instead of redriving the old one.
      default -> again(scope, visit, found);
    }
  }

  private static void again(Scope scope, Visit visit, List<Scope> found) {
    found.add(scope.in(visit.redriven(new Phase.Arrived())));
  }

  private static void goOn(
      Scope scope,
      Visit visit,
      Phase.Forked forked,
      Map<Integer, Scope> scopes,
      boolean wasTooLarge,
      List<Scope> found) {
    found.add(scope.in(visit.redriven(forked)));
    for (var id : forked.running().values()) {
      var child = scopes.get(id);
      if (child == null) {
        throw new AssertionError("Expected scope " + id + " to be kept for a redrive.");
      }
      restore(child, scopes, wasTooLarge, found);
    }
  }
}
