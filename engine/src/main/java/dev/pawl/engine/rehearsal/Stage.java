package dev.pawl.engine.rehearsal;

import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Moment;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** What an execution and the children of its Map Runs share in one rehearsal. */
final class Stage {
  /** The same in every rehearsal, so that all of them can be repeated. */
  private static final long SEED = 4711;

  private static final int PARAMETERS_SHOWN_MAX = 500;

  private final Script script;
  private final BooleanSupplier outOfTime;
  private final Decider decider = new Decider(Quotas.STRICT);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, List<Payload>> calls = new LinkedHashMap<>();
  private int events;

  Stage(Script script, BooleanSupplier outOfTime) {
    this.script = script;
    this.outOfTime = outOfTime;
  }

  Decider decider() {
    return decider;
  }

  Script script() {
    return script;
  }

  Moment moment(Instant at) {
    return new Moment(at, random, activity -> true);
  }

  Chance chance(Instant at) {
    return new Chance(random, at);
  }

  /** What tasks were called with so far. */
  Map<String, List<Payload>> calls() {
    return calls;
  }

  void count(List<Recorded> more) {
    events += more.size();
    if (events > Rehearsal.EVENTS_MAX) {
      throw new RehearsalHalted(
          "Expected at most %d events, but the execution goes on.".formatted(Rehearsal.EVENTS_MAX));
    }
    if (outOfTime.getAsBoolean()) {
      throw new RehearsalHalted("Expected the case to end in time, but it goes on.");
    }
  }

  /** The answer to a task. */
  Answer answer(
      String state, String resource, Payload parameters, List<Integer> items, int attempt) {
    var before = counts.merge(state + items, 1, Integer::sum) - 1;
    calls.computeIfAbsent(state, name -> new ArrayList<>()).add(parameters);
    return script
        .answer(new Call(state, resource, parameters, items, attempt, before))
        .orElseThrow(() -> unmocked(state, resource, parameters, before));
  }

  private static RehearsalHalted unmocked(
      String state, String resource, Payload parameters, int before) {
    var text = parameters.text();
    return new RehearsalHalted(
        "Expected a mock for call %d of the state '%s' (%s), but there is none. It was called with %s"
            .formatted(
                before + 1,
                state,
                resource,
                text.length() > PARAMETERS_SHOWN_MAX
                    ? text.substring(0, PARAMETERS_SHOWN_MAX) + "…"
                    : text));
  }
}
