package dev.pawl.engine.replay;

import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.rehearsal.Performance;
import dev.pawl.engine.rehearsal.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Where an execution would have gone with another definition, if its tasks had been answered as
 * they were: its first run, up to a redrive.
 *
 * @param recorded the states that were entered then, in order
 * @param performance how it goes with the other definition
 * @param common how many states both enter in the same order, from the first on
 */
public record WhatIf(List<String> recorded, Performance performance, int common) {

  /** What a task fails with that nobody has answered when it was recorded. */
  public static final String NOT_RECORDED = RecordedAnswers.NOT_RECORDED;

  public WhatIf {
    recorded = List.copyOf(recorded);
  }

  /**
   * Runs the other definition.
   *
   * @param outOfTime whether it is to be given up
   * @throws dev.pawl.engine.rehearsal.RehearsalHalted when it does not end
   */
  public static WhatIf of(
      List<Recorded> events, StateMachine definition, BooleanSupplier outOfTime) {
    if (events.isEmpty() || !(events.getFirst().event() instanceof Event.ExecutionStarted start)) {
      throw new IllegalArgumentException("Expected the events of an execution from its start on.");
    }
    var run = firstRun(events);
    var name = start.stateMachineArn();
    var performance =
        new Rehearsal(name.substring(name.lastIndexOf(':') + 1), definition, MachineType.STANDARD)
            .perform(start.input(), events.getFirst().at(), new RecordedAnswers(run), outOfTime);
    var path = new ArrayList<String>();
    for (var recorded : run) {
      if (recorded.event() instanceof Event.StateEntered entered) {
        path.add(entered.name());
      }
    }
    return new WhatIf(path, performance, common(path, performance.path()));
  }

  private static List<Recorded> firstRun(List<Recorded> events) {
    var run = new ArrayList<Recorded>();
    for (var recorded : events) {
      if (recorded.event() instanceof Event.ExecutionRedriven) {
        return run;
      }
      run.add(recorded);
    }
    return run;
  }

  private static int common(List<String> one, List<String> other) {
    var common = 0;
    while (common < Math.min(one.size(), other.size())
        && one.get(common).equals(other.get(common))) {
      common++;
    }
    return common;
  }

  /** Whether it goes another way. */
  public boolean goesElsewhere() {
    return common < recorded.size() || common < performance.path().size();
  }
}
