package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each event points to an earlier one of its own chain: of its own flow, of one it was opened by,
 * or of one that has joined it. Only the beginning and the ends that come from outside point
 * nowhere; what is aborted points to the failure that aborted it, a redrive to the last event.
 */
final class PreviousEventIdsPointBackIntoTheSameChain implements Invariant {
  private final Map<String, Chains> executions = new HashMap<>();

  private static final class Chains {
    final Map<Integer, Integer> parents = new HashMap<>();
    final Map<Long, Integer> scopes = new HashMap<>();
    long firstEntered;
  }

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    var chains = executions.computeIfAbsent(arn, ignored -> new Chains());
    for (var recorded : events) {
      switch (recorded.event()) {
        case Event.BranchStarted e -> chains.parents.put(e.child(), recorded.scope());
        case Event.MapIterationStarted e -> chains.parents.put(e.child(), recorded.scope());
        default -> {}
      }
      if (recorded.id() > 0) {
        check(arn, chains, recorded);
        chains.scopes.put(recorded.id(), recorded.scope());
      }
    }
  }

  private void check(String arn, Chains chains, Recorded recorded) {
    if (recorded.previousId() == 0) {
      require(
          mayPointNowhere(chains, recorded),
          () -> "Expected " + recorded + " of " + arn + " to point to an event.");
      return;
    }
    var scope = chains.scopes.get(recorded.previousId());
    require(scope != null, () -> "Expected " + recorded + " of " + arn + " to point back.");
    require(
        isAborted(recorded.event()) || isSameChain(chains, scope, recorded.scope()),
        () ->
            "Expected "
                + recorded
                + " of "
                + arn
                + " to point into its own chain, but that is in scope "
                + scope);
  }

  private static boolean mayPointNowhere(Chains chains, Recorded recorded) {
    return switch (recorded.event()) {
      case Event.ExecutionStarted ignored -> recorded.id() == 1;
      case Event.StateEntered ignored -> {
        var isFirst = chains.firstEntered == 0;
        chains.firstEntered = recorded.id();
        yield isFirst && recorded.id() == 2;
      }
      case Event.ExecutionAborted ignored -> true;
      case Event.ExecutionTimedOut ignored -> true;
      case Event.EvaluationFailed ignored -> recorded.scope() == 0;
      default -> false;
    };
  }

  private static boolean isAborted(Event event) {
    return event instanceof Event.StateAborted
        || event instanceof Event.MapIterationAborted
        || event instanceof Event.MapRunAborted
        || event instanceof Event.ExecutionRedriven;
  }

  private static boolean isSameChain(Chains chains, @Nullable Integer one, int other) {
    return isWithin(chains, one, other) || isWithin(chains, other, one == null ? -1 : one);
  }

  private static boolean isWithin(Chains chains, @Nullable Integer inner, int outer) {
    for (var scope = inner; scope != null; scope = chains.parents.get(scope)) {
      if (scope == outer) {
        return true;
      }
    }
    return false;
  }
}
