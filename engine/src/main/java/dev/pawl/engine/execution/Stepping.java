package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.asl.ChoiceState;
import dev.pawl.engine.asl.Completion;
import dev.pawl.engine.asl.FailState;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.ParallelState;
import dev.pawl.engine.asl.PassState;
import dev.pawl.engine.asl.Sight;
import dev.pawl.engine.asl.SucceedState;
import dev.pawl.engine.asl.TaskState;
import dev.pawl.engine.asl.WaitState;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Runs an execution as far as it goes without the outside world, one small step of one scope at a
 * time.
 */
final class Stepping {
  private static final Payload NO_ITEMS = Payload.ofStoredText("[]");
  private static final int RESULTS_AT_ONCE = 64;

  private final Run run;
  private final Failing failing;

  Stepping(Run run, Failing failing) {
    this.run = run;
    this.failing = failing;
  }

  /**
   * Steps until nothing is ready any more or the decision is full. The scope opened first goes
   * first.
   */
  void settle() {
    while (run.execution().mustContinue() && !run.isFull()) {
      step(run.execution().ready().first());
    }
  }

  private void step(int scopeId) {
    var scope = run.execution().scope(scopeId);
    switch (scope.position()) {
      case Scope.Position.Before before -> enter(scope, before);
      case Scope.Position.Finished finished -> finish(scope, finished.output());
      case Scope.Position.In in -> {
        switch (in.visit().phase()) {
          case Phase.Forked forked when forked.isComplete() ->
              evaluate(scopeId, () -> join(scopeId));
          case Phase.Forked ignored -> evaluate(scopeId, () -> startIteration(scopeId));
          case Phase.Undistributed mapRun -> redistribute(scope, mapRun.mapRunArn());
          case Phase.Kept kept -> ended(scope, kept);
          default -> visit(scopeId);
        }
      }
    }
  }

  /** Does what the state says: at its first visit, and again at each retry. */
  void visit(int scopeId) {
    evaluate(scopeId, () -> execute(run.execution().scope(scopeId)));
  }

  /** Leaves a Wait state whose time has come. */
  void waited(int scopeId) {
    var scope = run.execution().scope(scopeId);
    if (!(run.state(scope) instanceof WaitState state)) {
      throw new AssertionError("Expected a Wait state in scope " + scopeId);
    }
    evaluate(scopeId, () -> leave(scope, state.complete(run.sight(scope)), state.next()));
  }

  /** Takes a task's result, and leaves its state. */
  void succeeded(int scopeId, TaskTarget target, Payload output) {
    if (run.exceedsPayloadMax(output)) {
      failed(scopeId, target, Fault.DATA_LIMIT_EXCEEDED, tooLarge(target));
      return;
    }
    run.write(run.execution().scope(scopeId), new Event.TaskSucceeded(target, output));
    var scope = run.execution().scope(scopeId);
    if (!(run.state(scope) instanceof TaskState state)) {
      throw new AssertionError("Expected a Task state in scope " + scopeId);
    }
    evaluate(scopeId, () -> leave(scope, state.complete(run.sight(scope), output), state.next()));
  }

  /** What ended while the execution was paused now has its consequences. */
  private void ended(Scope scope, Phase.Kept kept) {
    var result = kept.result();
    switch (kept.work()) {
      case Phase.Attempting task when result.output() != null ->
          succeeded(scope.id(), task.target(), result.output());
      case Phase.Attempting task ->
          failed(scope.id(), task.target(), result.error(), result.cause());
      case Phase.Distributing ignored when result.output() != null ->
          mapRunSucceeded(scope, result.output());
      case Phase.Distributing ignored -> failing.mapRun(scope, result.error(), result.cause());
      default -> throw new AssertionError("Expected a task or a Map Run to have ended.");
    }
  }

  void failed(int scopeId, TaskTarget target, @Nullable String error, @Nullable String cause) {
    var keptError = Failing.cut(error, Quotas.ERROR_CHARS_MAX);
    var keptCause = Failing.cut(cause, Quotas.CAUSE_CHARS_MAX);
    var id =
        run.write(
            run.execution().scope(scopeId), new Event.TaskFailed(target, keptError, keptCause));
    failing.fail(scopeId, Fault.of(keptError, keptCause, id));
  }

  private static String tooLarge(TaskTarget target) {
    return Fault.tooLarge(
        target.kind() == TaskKind.SERVICE ? target.resourceType() : target.resource());
  }

  private void evaluate(int scopeId, Runnable evaluation) {
    try {
      evaluation.run();
    } catch (StatesError error) {
      failing.evaluation(scopeId, error);
    } catch (StackOverflowError error) {
      failing.evaluation(scopeId, StatesError.tooDeep());
    }
  }

  // ---- flows

  private void enter(Scope scope, Scope.Position.Before before) {
    var state = run.state(scope, before.state());
    run.write(scope, new Event.StateEntered(state.type(), state.name(), before.input()));
  }

  private void finish(Scope scope, Payload output) {
    if (scope.isRoot()) {
      run.write(scope, new Event.ExecutionSucceeded(output));
      return;
    }
    var name = run.execution().scope(scope.parent()).visit().state();
    run.write(
        scope.parent(),
        scope.lastEventId(),
        new Event.MapIterationSucceeded(name, scope.index(), scope.id()));
    var parent = run.execution().scope(scope.parent());
    if (holdsTooMuch(Phase.Forked.in(parent.visit()).results().values())) {
      tooLarge(parent);
    }
  }

  /**
   * What ten thousand iterations give, each no more than it may, has no room in memory, let alone
   * in the output of their state. It is looked at now and then, since all of it is gone through.
   */
  private boolean holdsTooMuch(Collection<Payload> results) {
    return results.size() % RESULTS_AT_ONCE == 0
        && results.stream().mapToLong(Payload::utf8Bytes).sum()
            > (long) RESULTS_AT_ONCE * run.quotas().payloadBytesMax();
  }

  private void leave(Scope scope, Completion completion, Optional<String> next) {
    failing.leave(scope.id(), completion, next.orElse(null), scope.lastEventId());
  }

  // ---- the eight states

  private void execute(Scope scope) {
    switch (run.state(scope)) {
      case PassState state -> leave(scope, state.complete(run.sight(scope)), state.next());
      case SucceedState state -> leave(scope, state.complete(run.sight(scope)), Optional.empty());
      case ChoiceState state -> choose(scope, state);
      case FailState state -> fail(scope, state);
      case WaitState state -> await(scope, state);
      case TaskState state -> schedule(scope, state);
      case ParallelState state -> fork(scope, state);
      case MapState state -> iterate(scope, state);
    }
  }

  private void choose(Scope scope, ChoiceState state) {
    var choice = state.choose(run.sight(scope));
    leave(scope, choice.completion(), Optional.of(choice.next()));
  }

  private void fail(Scope scope, FailState state) {
    var failure = state.failure(run.sight(scope));
    failing.fail(scope.id(), Fault.of(failure.error(), failure.cause(), scope.lastEventId()));
  }

  private void await(Scope scope, WaitState state) {
    var sight = run.sight(scope);
    var until = state.until(sight, waitsSince(scope.visit().enteredAt()));
    if (until.isAfter(run.moment().at())) {
      run.write(scope, new Event.WaitStarted(until));
    } else {
      leave(scope, state.complete(sight), state.next());
    }
  }

  /** A redrive begins the wait anew. */
  private Instant waitsSince(Instant enteredAt) {
    var redrivenAt = run.execution().redrivenAt();
    return redrivenAt != null && redrivenAt.isAfter(enteredAt) ? redrivenAt : enteredAt;
  }

  private void schedule(Scope scope, TaskState state) {
    var target = TaskTarget.of(state.resource());
    if (target.kind() == TaskKind.ACTIVITY
        && !run.moment().activityExists().test(target.resource())) {
      throw StatesError.runtime("The activity " + target.resource() + " does not exist.");
    }
    var sight =
        target.waitsForTaskToken()
            ? run.sightOfAttempt(scope, run.tokenOfNextTask())
            : run.sight(scope);
    var arguments = state.arguments(sight);
    if (run.exceedsPayloadMax(arguments)) {
      tooLarge(scope);
      return;
    }
    run.write(scope, scheduled(state, target, arguments, sight));
    if (target.kind() != TaskKind.ACTIVITY) {
      run.write(run.execution().scope(scope.id()), new Event.TaskStarted(target, null));
    }
    if (target.waitsForSignal()) {
      new Signalling(run, this).deliverTo(scope.id());
    }
  }

  private static Event.TaskScheduled scheduled(
      TaskState state, TaskTarget target, Payload arguments, Sight sight) {
    if (target.waitsForSignal()) {
      Signalling.check(state.name(), arguments);
    }
    return new Event.TaskScheduled(
        target,
        arguments,
        boxed(state.timeoutSeconds(sight)),
        boxed(state.heartbeatSeconds(sight)),
        state.credentialsRoleArn(sight).orElse(null));
  }

  private static @Nullable Integer boxed(OptionalInt seconds) {
    return seconds.isPresent() ? seconds.getAsInt() : null;
  }

  private void fork(Scope scope, ParallelState state) {
    var input = state.branchInput(run.sight(scope));
    if (run.exceedsPayloadMax(input)) {
      tooLarge(scope);
      return;
    }
    var started = run.write(scope, new Event.ParallelStateStarted(state.branches().size()));
    for (int i = 0; i < state.branches().size(); i++) {
      run.write(
          scope.id(),
          started,
          new Event.BranchStarted(
              i, run.execution().nextScope(), state.branches().get(i).startAt(), input));
    }
  }

  private void iterate(Scope scope, MapState state) {
    var sight = run.sight(scope);
    if (state.distributed()) {
      distribute(scope, state, sight);
      return;
    }
    var items = state.items(sight);
    run.write(
        scope, new Event.MapStateStarted(state.itemCount(items), items, concurrency(state, sight)));
  }

  /** Recorded: a distributed Map has started when its limits of tolerance are looked at. */
  private void distribute(Scope scope, MapState state, Sight sight) {
    var reads = state.distribution().itemReader().isPresent();
    var items = reads ? NO_ITEMS : state.items(sight);
    run.write(scope, new Event.MapStateStarted(state.itemCount(items), items, 0));
    var limits = MapRunPlan.Limits.of(state, sight);
    var arn = run.mapRunArn(state);
    run.write(
        run.execution().scope(scope.id()),
        new Event.MapRunStarted(arn, plan(state, sight, limits, scope, arn), migratedTo()));
  }

  /** A Map Run reads of its execution only this event and the first. */
  private @Nullable Pinned migratedTo() {
    var origin = run.origin();
    return origin.revision().migratedAt() == null
        ? null
        : new Pinned(origin.definitionHash(), origin.roleArn(), origin.revision());
  }

  /** Recorded: what else the Map Run is to do is looked at when it has started. */
  private MapRunPlan plan(
      MapState state, Sight sight, MapRunPlan.Limits limits, Scope scope, String arn) {
    try {
      return MapRunPlan.of(state, scope.visit().enteredId(), sight, limits);
    } catch (StatesError error) {
      run.write(run.execution().scope(scope.id()), new Event.MapRunStarted(arn, null));
      throw error;
    }
  }

  /** Takes a Map Run up again. */
  private void redistribute(Scope scope, String mapRunArn) {
    run.write(scope, new Event.MapRunRedriven(mapRunArn, run.execution().redriveCount()));
  }

  /** Takes the result of a Map Run, and leaves its state. */
  void mapRunSucceeded(Scope scope, Payload result) {
    if (!(run.state(scope) instanceof MapState state)) {
      throw new AssertionError("Expected a distributed Map state in scope " + scope.id());
    }
    var waiting = Phase.Distributing.in(scope);
    var succeeded = run.write(scope, new Event.MapRunSucceeded());
    run.write(scope.id(), succeeded, new Event.MapStateSucceeded());
    // Recorded since November 2024: the exit points back to the start of the Map Run.
    evaluate(
        scope.id(),
        () ->
            failing.leave(
                scope.id(),
                state.complete(run.sight(run.execution().scope(scope.id())), result),
                state.next().orElse(null),
                waiting.id()));
  }

  private int concurrency(MapState state, Sight sight) {
    var asked = state.maxConcurrency(sight);
    var most = run.quotas().inlineConcurrencyMax();
    return asked == 0 ? most : Math.min(asked, most);
  }

  private void startIteration(int scopeId) {
    var scope = run.execution().scope(scopeId);
    var forked = Phase.Forked.in(scope.visit());
    if (!(run.state(scope) instanceof MapState state) || forked.items() == null) {
      throw new AssertionError("Expected a Map state in scope " + scopeId);
    }
    var item = state.item(forked.items(), forked.next());
    var input = state.itemInput(run.sightOfItem(scope, item), item);
    if (run.exceedsPayloadMax(input)) {
      tooLarge(scope);
      return;
    }
    run.write(
        scopeId,
        forked.iterationPreviousId(),
        new Event.MapIterationStarted(
            state.name(),
            item.index(),
            run.execution().nextScope(),
            state.processor().startAt(),
            input));
  }

  /** All branches or iterations have ended well. */
  private void join(int scopeId) {
    var scope = run.execution().scope(scopeId);
    var result = results(Phase.Forked.in(scope.visit()));
    switch (run.state(scope)) {
      case ParallelState state -> {
        run.write(scope, new Event.ParallelStateSucceeded());
        leave(scope, state.complete(run.sight(scope), result), state.next());
      }
      case MapState state -> {
        run.write(scope, new Event.MapStateSucceeded());
        leave(scope, state.complete(run.sight(scope), result), state.next());
      }
      default -> throw new AssertionError("Only Parallel and Map states open scopes.");
    }
  }

  private void tooLarge(Scope scope) {
    var cause = Fault.tooLarge(scope.visit().state());
    failing.fail(scope.id(), Fault.of(Fault.DATA_LIMIT_EXCEEDED, cause, scope.lastEventId()));
  }

  private static Payload results(Phase.Forked forked) {
    var array = JsonNodeFactory.instance.arrayNode(forked.total());
    for (int i = 0; i < forked.total(); i++) {
      var result = forked.results().get(i);
      if (result == null) {
        throw new AssertionError("Expected a result of branch or iteration " + i + ".");
      }
      array.add(result.node());
    }
    return Payload.of(array);
  }
}
