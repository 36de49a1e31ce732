package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell.Turn;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The effects of a turn are what it adds to all that is pending, and the undoing of what it takes
 * away.
 */
final class EffectsBetweenEqualsPendingDifference implements Invariant {

  @Override
  public void decided(World world, String arn, Turn<Request> turn) {
    var before = new HashSet<>(Effects.pending(turn.before()));
    var after = new HashSet<>(Effects.pending(turn.after()));
    Set<Effect> expected = new HashSet<>();
    for (var effect : after) {
      if (!before.contains(effect) || effect instanceof Effect.Continue) {
        expected.add(effect);
      }
    }
    for (var effect : before) {
      if (!after.contains(effect)
          && !isSubmitted(effect, after)
          && !isConfirmed(effect, after)
          && !isLeftAlone(effect, turn.after())
          && !(isOfPermit(effect) && after.stream().anyMatch(now -> isOfPermit(now)))) {
        undone(effect, expected);
      }
    }
    // What a pause left alone, and what it kept from being begun: gone, and to be undone for good.
    turn.effects().stream()
        .filter(effect -> turn.before().isPaused() && isEndOfCall(effect))
        .forEach(expected::add);
    var found = new HashSet<>(turn.effects());
    require(
        found.equals(expected) && found.size() == turn.effects().size(),
        () ->
            "Expected the effects %s of a turn of %s, but found %s"
                .formatted(expected, arn, turn.effects()));
  }

  /** What has been begun may end though its execution is paused. */
  private static boolean isLeftAlone(Effect effect, Execution after) {
    return after.isPaused()
        && (effect instanceof Effect.CallTask || effect instanceof Effect.StartMapRun)
        && Effects.pending(Mistake.forgotten(after)).contains(effect);
  }

  private static boolean isEndOfCall(Effect effect) {
    return effect instanceof Effect.CancelTask
        || effect instanceof Effect.StopJob
        || effect instanceof Effect.StopMapRun;
  }

  /** A permit that is taken or waited for anew stands in the place of the one before. */
  private static boolean isOfPermit(Effect effect) {
    return effect instanceof Effect.AwaitPermit || effect instanceof Effect.HoldPermit;
  }

  private static boolean isSubmitted(Effect effect, Collection<Effect> after) {
    return effect instanceof Effect.CallTask call
        && after.stream()
            .anyMatch(now -> now instanceof Effect.AwaitJob job && job.taskId() == call.taskId());
  }

  private static boolean isConfirmed(Effect effect, Collection<Effect> after) {
    return effect instanceof Effect.StartMapRun start
        && after.contains(new Effect.AwaitMapRun(start.mapRunArn()));
  }

  private static void undone(Effect effect, Set<Effect> expected) {
    switch (effect) {
      case Effect.CallTask call when call.target().runsAJob() ->
          expected.add(
              new Effect.StopJob(
                  call.taskId(), call.target(), call.parameters(), call.taskToken()));
      case Effect.AwaitJob job ->
          expected.add(
              new Effect.StopJob(job.taskId(), job.target(), job.parameters(), job.taskToken()));
      case Effect.AwaitSignal signal ->
          expected.add(new Effect.CancelTask(signal.taskId(), signal.target()));
      case Effect.TellStarter ignored -> {}
      case Effect.AwaitPermit permit ->
          expected.add(new Effect.ReturnPermit(permit.stateMachineArn()));
      case Effect.HoldPermit permit ->
          expected.add(new Effect.ReturnPermit(permit.stateMachineArn()));
      case Effect.ReturnPermit ignored -> throw new AssertionError("A return is never pending.");
      case Effect.StartMapRun start -> expected.add(new Effect.StopMapRun(start.mapRunArn()));
      case Effect.AwaitMapRun run -> expected.add(new Effect.StopMapRun(run.mapRunArn()));
      case Effect.StopMapRun ignored -> throw new AssertionError("A stop is never pending.");
      case Effect.StopJob ignored -> throw new AssertionError("A stop is never pending.");
      case Effect.CallTask call ->
          expected.add(new Effect.CancelTask(call.taskId(), call.target()));
      case Effect.OfferTask offer ->
          expected.add(new Effect.WithdrawTask(offer.taskId(), offer.activityArn()));
      case Effect.Continue ignored -> {}
      case Effect.CancelTask ignored ->
          throw new AssertionError("A cancellation is never pending.");
      case Effect.WithdrawTask ignored ->
          throw new AssertionError("A withdrawal is never pending.");
    }
  }
}
