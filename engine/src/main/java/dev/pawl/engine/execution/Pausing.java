package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Lets an execution stand still and go on. While it stands, nothing is entered, offered or called
 * and no timer fires; what is under way may end, and its result is kept.
 */
final class Pausing {
  private final Run run;

  Pausing(Run run) {
    this.run = run;
  }

  /** Asked again it stays as it was, with the first reason. */
  void pause(@Nullable String reason) {
    var pause = run.execution().pause();
    if (pause == null || pause.own() == null) {
      var text = Failing.cut(reason, Pause.REASON_CHARS_MAX);
      run.write(Scope.ROOT, 0, new Event.ExecutionPaused(text, 0));
    }
  }

  void resume() {
    var pause = run.execution().pause();
    if (pause != null && pause.own() != null) {
      resume(0);
    }
  }

  /** Stands still or goes on as its state machine does. */
  void heedMachine() {
    var known = run.moment().machine();
    if (known == null || !run.execution().isRunning()) {
      return;
    }
    var pause = run.execution().pause();
    var standing = pause == null ? null : pause.ofMachine();
    if (known.paused() && standing == null) {
      var text = Failing.cut(known.reason(), Pause.REASON_CHARS_MAX);
      run.write(Scope.ROOT, 0, new Event.ExecutionPaused(text, known.generation()));
    } else if (!known.paused() && standing != null && standing.generation() <= known.generation()) {
      resume(standing.generation());
    }
  }

  private void resume(long generation) {
    run.write(Scope.ROOT, 0, new Event.ExecutionResumed(generation));
  }

  /**
   * Keeps the result of a task or Map Run for later.
   *
   * @return whether it was kept, because the execution is paused
   */
  boolean keeps(
      int scope, @Nullable Payload output, @Nullable String error, @Nullable String cause) {
    if (!run.execution().isPaused()) {
      return false;
    }
    run.write(
        run.execution().scope(scope),
        new Event.ResultKept(
            output,
            Failing.cut(error, Quotas.ERROR_CHARS_MAX),
            Failing.cut(cause, Quotas.CAUSE_CHARS_MAX)));
    return true;
  }
}
