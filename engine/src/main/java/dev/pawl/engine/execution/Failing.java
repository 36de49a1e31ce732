package dev.pawl.engine.execution;

import dev.pawl.engine.asl.Catcher;
import dev.pawl.engine.asl.Completion;
import dev.pawl.engine.asl.Recoverable;
import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.expression.StatesError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a failed state (spec, "Errors"): its first matching retrier starts it again; else
 * its first matching catcher goes on elsewhere; else it fails the flow it stands in, and with it
 * the Parallel or Map state around, and at last the execution.
 */
final class Failing {
  private final Run run;

  Failing(Run run) {
    this.run = run;
  }

  /** The evaluation of a state's fields failed. */
  void evaluation(int scopeId, StatesError error) {
    var scope = run.execution().scope(scopeId);
    var visit = scope.visit();
    var cause = Fault.causeIn(visit, error);
    if (error.error().equals(Fault.RUNTIME)) {
      // Never retried or caught. Recorded: a Map state that fails so has no Failed event either.
      failFlow(scope, Fault.of(error.error(), cause, scope.lastEventId()));
      return;
    }
    if (!error.error().equals("States.QueryEvaluationError")) {
      fail(scopeId, Fault.of(error.error(), cause, scope.lastEventId()));
      return;
    }
    // Recorded: the event points where the state's Entered event points, but in a Wait state to
    // that event itself.
    var previous = visit.type() == StateType.WAIT ? visit.enteredId() : visit.enteredPreviousId();
    var id =
        run.write(
            scopeId,
            previous,
            new Event.EvaluationFailed(error.error(), cause, error.location(), visit.state()));
    fail(scopeId, Fault.of(error.error(), cause, id));
  }

  void fail(int scopeId, Fault fault) {
    var scope = run.execution().scope(scopeId);
    if (run.state(scope) instanceof Recoverable state
        && (retried(scope, state, fault) || caught(scope, state, fault))) {
      return;
    }
    failFlow(scope, fault.at(stateFailed(scope, fault.eventId())));
  }

  private boolean retried(Scope scope, Recoverable state, Fault fault) {
    var index = firstMatch(state, fault);
    if (index.isEmpty()) {
      return false;
    }
    var retrier = state.retriers().get(index.getAsInt());
    int used = scope.visit().retries().getOrDefault(index.getAsInt(), 0);
    if (used >= retrier.maxAttempts()) {
      return false;
    }
    var at = run.moment().at().plus(retrier.delay(used, run.moment().random()));
    run.write(scope.id(), fault.eventId(), new Event.RetryScheduled(index.getAsInt(), at));
    return true;
  }

  private static OptionalInt firstMatch(Recoverable state, Fault fault) {
    for (int i = 0; i < state.retriers().size(); i++) {
      if (state.retriers().get(i).matches(fault.errorName())) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private boolean caught(Scope scope, Recoverable state, Fault fault) {
    var catcher = state.catchers().stream().filter(c -> c.matches(fault.errorName())).findFirst();
    if (catcher.isEmpty()) {
      return false;
    }
    var completion = completion(scope, catcher.get(), fault);
    if (completion.isEmpty()) {
      return true;
    }
    var previous = stateFailed(scope, fault.eventId());
    leave(scope.id(), completion.get(), catcher.get().next(), previous);
    return true;
  }

  /** A Map Run has failed, and with it the state that waits for it. */
  void mapRun(Scope scope, @Nullable String error, @Nullable String cause) {
    var keptError = cut(error, Quotas.ERROR_CHARS_MAX);
    var keptCause = cut(cause, Quotas.CAUSE_CHARS_MAX);
    var id = run.write(scope, new Event.MapRunFailed(keptError, keptCause));
    fail(scope.id(), Fault.of(keptError, keptCause, id));
  }

  /** Empty if the catcher's own fields could not be evaluated, which then failed the flow. */
  private Optional<Completion> completion(Scope scope, Catcher catcher, Fault fault) {
    try {
      return Optional.of(catcher.complete(run.sight(scope), fault.errorOutput()));
    } catch (StatesError error) {
      uncaught(scope, fault, error);
    } catch (StackOverflowError error) {
      uncaught(scope, fault, StatesError.tooDeep());
    }
    return Optional.empty();
  }

  private void uncaught(Scope scope, Fault fault, StatesError error) {
    var cause = Fault.causeIn(scope.visit(), error);
    failFlow(
        scope,
        Fault.of(
            error.error(), cause, stateFailed(scope, evaluationEvent(scope, error, cause, fault))));
  }

  private long evaluationEvent(Scope scope, StatesError error, String cause, Fault fault) {
    return error.error().equals("States.QueryEvaluationError")
        ? run.write(
            scope.id(),
            scope.visit().enteredPreviousId(),
            new Event.EvaluationFailed(
                error.error(), cause, error.location(), scope.visit().state()))
        : fault.eventId();
  }

  /** Leaves a state, unless its output or its variables are too large to keep. */
  void leave(int scopeId, Completion completion, @Nullable String next, long previousId) {
    var scope = run.execution().scope(scopeId);
    var visit = scope.visit();
    if (run.exceedsPayloadMax(completion.output())
        || run.exceedsVariablesMax(scope.variables(), completion.assigned())) {
      failFlow(
          scope, Fault.of(Fault.DATA_LIMIT_EXCEEDED, Fault.tooLarge(visit.state()), previousId));
      return;
    }
    run.write(
        scopeId,
        previousId,
        new Event.StateExited(
            visit.type(), visit.state(), completion.output(), completion.assigned(), next));
  }

  /** Says that a Parallel or Map state has failed for good; other states have no such event. */
  private long stateFailed(Scope scope, long previousId) {
    return switch (scope.visit().type()) {
      case PARALLEL -> run.write(scope.id(), previousId, new Event.ParallelStateFailed());
      case MAP -> run.write(scope.id(), previousId, new Event.MapStateFailed());
      default -> previousId;
    };
  }

  private void failFlow(Scope scope, Fault fault) {
    if (scope.isRoot()) {
      run.write(
          Scope.ROOT,
          fault.eventId(),
          new Event.ExecutionFailed(
              cut(fault.error(), Quotas.ERROR_CHARS_MAX),
              cut(fault.cause(), Quotas.CAUSE_CHARS_MAX)));
      return;
    }
    var parent = run.execution().scope(scope.parent());
    iterationFailed(parent, scope, fault.eventId());
    if (scope.visit().type() == StateType.TASK) {
      run.write(scope.id(), fault.eventId(), new Event.StateAborted(StateType.TASK));
    }
    childrenOf(parent).stream()
        .filter(sibling -> sibling != scope.id())
        .forEach(sibling -> abort(parent, sibling, fault.eventId()));
    fail(parent.id(), fault);
  }

  private void iterationFailed(Scope parent, Scope scope, long previousId) {
    if (parent.visit().type() == StateType.MAP) {
      run.write(
          parent.id(),
          previousId,
          new Event.MapIterationFailed(parent.visit().state(), scope.index()));
    }
  }

  private void abort(Scope parent, int childId, long previousId) {
    var child = run.execution().scope(childId);
    if (parent.visit().type() == StateType.MAP) {
      run.write(
          parent.id(),
          previousId,
          new Event.MapIterationAborted(parent.visit().state(), child.index()));
    }
    if (child.position() instanceof Scope.Position.In in
        && in.visit().phase() instanceof Phase.Distributing) {
      run.write(childId, previousId, new Event.MapRunAborted());
    }
    if (child.position() instanceof Scope.Position.In in && isAbortable(in.visit().type())) {
      run.write(childId, previousId, new Event.StateAborted(in.visit().type()));
    }
    childrenOf(child).forEach(grandchild -> abort(child, grandchild, previousId));
  }

  private static boolean isAbortable(StateType type) {
    return switch (type) {
      case TASK, WAIT, PARALLEL, MAP -> true;
      case PASS, CHOICE, SUCCEED, FAIL -> false;
    };
  }

  /** The running children in the order of their indexes. */
  private static List<Integer> childrenOf(Scope scope) {
    return scope.position() instanceof Scope.Position.In in
            && in.visit().phase() instanceof Phase.Forked forked
        ? forked.running().entrySet().stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .map(java.util.Map.Entry::getValue)
            .toList()
        : List.of();
  }

  /** A text of that length at most, which does not end in half a surrogate pair. */
  static @Nullable String cut(@Nullable String text, int charsMax) {
    if (text == null || text.length() <= charsMax) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax);
  }
}
