package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.Flow;
import dev.pawl.engine.asl.MapItem;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.ParallelState;
import dev.pawl.engine.asl.Sight;
import dev.pawl.engine.asl.State;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.expression.Effort;
import dev.pawl.engine.expression.Environment;
import dev.pawl.engine.json.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision in the making: the events so far, and the execution as they leave it. Every event is
 * remembered as soon as it is written, so that the next step sees it.
 */
final class Run {
  /**
   * What the expressions of one decision may cost before it is cut: meanwhile nobody can stop the
   * execution. A few seconds' work.
   */
  static final long DECISION_STEPS_MAX = 10_000_000;

  private static final int VARIABLES_MAX_FACTOR = 40;

  private StateMachine machine;
  private final Quotas quotas;
  private final Moment moment;
  private final List<Recorded> events = new ArrayList<>();
  private final Set<Integer> touched = new HashSet<>();
  private Execution execution;
  private final RowSize size = new RowSize();
  private Effort effort = new Effort();
  private long stepsBefore;

  Run(StateMachine machine, Quotas quotas, Moment moment, Execution execution) {
    this.machine = machine;
    this.quotas = quotas;
    this.moment = moment;
    this.execution = execution;
  }

  Execution execution() {
    return execution;
  }

  Quotas quotas() {
    return quotas;
  }

  Moment moment() {
    return moment;
  }

  StateMachine machine() {
    return machine;
  }

  /** From here on the execution runs that machine. */
  void goOnWith(StateMachine other) {
    machine = other;
  }

  Decision.Accepted accepted() {
    return new Decision.Accepted(events, execution, touched, steps());
  }

  /** Whether the decision has grown so large that it is to be stored and continued by another. */
  boolean isFull() {
    return events.size() >= quotas.decisionEventsMax()
        || size.bytes() >= quotas.decisionBytesMax()
        || steps() >= DECISION_STEPS_MAX;
  }

  private long steps() {
    return stepsBefore + effort.spent();
  }

  // ---- writing events

  /** Writes the next event of a scope's own chain. */
  long write(Scope scope, Event event) {
    return write(scope.id(), scope.lastEventId(), event);
  }

  /**
   * Writes an event.
   *
   * @return its id; 0 for internal ones
   */
  long write(int scope, long previousId, Event event) {
    return writeAt(moment.at(), scope, previousId, event);
  }

  /** Writes an event that happened a little earlier than this decision. */
  long writeAt(Instant at, int scope, long previousId, Event event) {
    var id = event instanceof Event.Internal ? 0 : nextEventId();
    if (id > quotas.historyEventsMax() - 1 && !isTerminal(event)) {
      throw new HistoryFull();
    }
    var recorded = new Recorded(id, previousId, scope, at, event);
    events.add(recorded);
    size.add(event);
    touch(recorded);
    execution = execution.evolve(recorded);
    return id;
  }

  long nextEventId() {
    return execution.lastEventId() + 1;
  }

  private void touch(Recorded recorded) {
    switch (recorded.event()) {
      case Event.ExecutionStarted ignored -> touched.add(Scope.ROOT);
      case Event.ExecutionRedriven ignored -> touched.add(Scope.ROOT);
      case Event.ExecutionSucceeded ignored -> touched.addAll(execution.scopes().keySet());
      case Event.ExecutionFailed ignored -> touched.addAll(execution.scopes().keySet());
      case Event.ExecutionAborted ignored -> touched.addAll(execution.scopes().keySet());
      case Event.ExecutionTimedOut ignored -> touched.addAll(execution.scopes().keySet());
      case Event.ExecutionPaused ignored -> touched.addAll(execution.scopes().keySet());
      case Event.ExecutionResumed ignored -> touched.addAll(execution.scopes().keySet());
      case Event.ParallelStateFailed ignored -> touchChildren(recorded.scope());
      case Event.MapStateFailed ignored -> touchChildren(recorded.scope());
      case Event.RetryScheduled ignored -> touchChildren(recorded.scope());
      default -> touched.add(recorded.scope());
    }
  }

  private void touchChildren(int id) {
    touched.add(id);
    if (execution.scope(id).position() instanceof Scope.Position.In in
        && in.visit().phase() instanceof Phase.Forked forked) {
      forked.running().values().forEach(this::touchChildren);
    }
  }

  private static boolean isTerminal(Event event) {
    return event instanceof Event.ExecutionFailed
        || event instanceof Event.ExecutionSucceeded
        || event instanceof Event.ExecutionAborted
        || event instanceof Event.ExecutionTimedOut;
  }

  /** The history has no room for another event. */
  static final class HistoryFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HistoryFull() {
      super("The history is full.", null, false, false);
    }
  }

  // ---- what a state sees

  Event.ExecutionStarted origin() {
    var origin = execution.origin();
    if (origin == null) {
      throw new AssertionError("Expected the execution to have started.");
    }
    return origin;
  }

  /** The definition of the state that a scope is in. */
  State state(Scope scope) {
    return state(scope, scope.visit().state());
  }

  State state(Scope scope, String name) {
    var state = flow(scope).states().get(name);
    if (state == null) {
      throw new AssertionError("Expected the definition to have a state '" + name + "'.");
    }
    return state;
  }

  private Flow flow(Scope scope) {
    if (scope.isRoot()) {
      return machine.flow();
    }
    var parent = execution.scope(scope.parent());
    return switch (state(parent)) {
      case ParallelState parallel -> parallel.branches().get(scope.index());
      case MapState map -> map.processor();
      default -> throw new AssertionError("Only Parallel and Map states open scopes.");
    };
  }

  Sight sight(Scope scope) {
    return sight(scope, null, null);
  }

  Sight sightOfAttempt(Scope scope, String taskToken) {
    return sight(scope, taskToken, null);
  }

  Sight sightOfItem(Scope scope, MapItem item) {
    return sight(scope, null, item);
  }

  private Sight sight(Scope scope, @Nullable String taskToken, @Nullable MapItem item) {
    stepsBefore += effort.spent();
    effort = new Effort();
    return new Sight(
        scope.visit().input(),
        new Environment(
            ContextObject.of(this, scope, taskToken, item),
            scope.variables(),
            new Chance(moment.random(), moment.at()),
            effort));
  }

  /**
   * A name for a new Map Run. A Label that the definition does not give follows from it, so that
   * all Map Runs of the state share theirs.
   */
  String mapRunArn(MapState state) {
    var machineArn = origin().stateMachineArn();
    var nested = machineArn.indexOf('/');
    var name = nested < 0 ? machineArn : machineArn.substring(0, nested);
    var label =
        state.distribution().label().orElseGet(() -> labelOf(origin().definitionHash(), state));
    return name.replaceFirst(":stateMachine:", ":mapRun:")
        + "/"
        + label
        + ":"
        + new Chance(moment.random(), moment.at()).uuid();
  }

  private static String labelOf(String definitionHash, MapState state) {
    var name = PinnedDefinition.parse(definitionHash).processorOf(state.name()).text();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The token of the task that would be scheduled by the next event. */
  String tokenOfNextTask() {
    return TaskToken.of(origin(), nextEventId()).text();
  }

  /**
   * Developer guide, "Passing data with variables": what one Assign field holds is bounded as a
   * payload is, and all variables together to forty times that (10 MiB).
   */
  boolean exceedsVariablesMax(Map<String, JsonNode> known, Map<String, JsonNode> assigned) {
    if (assigned.isEmpty()) {
      return false;
    }
    if (bytes(assigned) > quotas.payloadBytesMax()) {
      return true;
    }
    var all = new HashMap<>(known);
    all.putAll(assigned);
    return all.size() > VARIABLES_MAX_FACTOR
        && bytes(all) > (long) VARIABLES_MAX_FACTOR * quotas.payloadBytesMax();
  }

  private static long bytes(Map<String, JsonNode> variables) {
    return variables.values().stream().mapToLong(value -> Payload.of(value).utf8Bytes()).sum();
  }

  boolean exceedsPayloadMax(Payload payload) {
    return payload.utf8Bytes() > quotas.payloadBytesMax();
  }
}
