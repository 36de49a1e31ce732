package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * One run through a {@code States} map: the execution's own, a branch's, or an iteration's.
 *
 * @param parent the scope whose Parallel or Map state opened this one, or {@link #NO_PARENT}
 * @param index the branch's or iteration's place among its siblings
 * @param variables all variables visible here: this scope's and, as of its opening, those of the
 *     outer ones
 * @param lastEventId the event that the next one of this chain points back to
 */
record Scope(
    int id,
    int parent,
    int index,
    PMap<String, JsonNode> variables,
    long lastEventId,
    Position position) {

  static final int ROOT = 0;
  static final int NO_PARENT = -1;

  /** Where the run stands. */
  sealed interface Position {

    /** A state is about to be entered. */
    record Before(String state, Payload input) implements Position {}

    /** In a state. */
    record In(Visit visit) implements Position {}

    /** The flow has ended well; whoever opened it has not yet taken notice. */
    record Finished(Payload output) implements Position {}
  }

  /** The execution's own, about to enter that state. */
  static Scope root(String state, Payload input, PMap<String, JsonNode> variables) {
    return new Scope(ROOT, NO_PARENT, 0, variables, 0, new Position.Before(state, input));
  }

  boolean isRoot() {
    return parent == NO_PARENT;
  }

  /** With the state that it has entered. */
  Scope entered(Recorded r, Event.StateEntered e) {
    var visit =
        new Visit(
            e.name(),
            e.state(),
            r.id(),
            r.previousId(),
            r.at(),
            e.input(),
            HashTreePMap.empty(),
            0,
            new Phase.Arrived(),
            null);
    return in(visit).after(r.id());
  }

  Scope at(Position position) {
    return new Scope(id, parent, index, variables, lastEventId, position);
  }

  Scope in(Visit visit) {
    return at(new Position.In(visit));
  }

  Scope in(Visit visit, Phase phase) {
    return in(visit.in(phase));
  }

  Scope after(long eventId) {
    return new Scope(id, parent, index, variables, eventId, position);
  }

  Scope assigned(Map<String, JsonNode> assigned) {
    return assigned.isEmpty()
        ? this
        : new Scope(id, parent, index, variables.plusAll(assigned), lastEventId, position);
  }

  /** The visit of the state this scope is in. Our own bug if it is in none. */
  Visit visit() {
    if (position instanceof Position.In in) {
      return in.visit();
    }
    throw new AssertionError("Expected scope " + id + " to be in a state, but it is " + position);
  }

  /** Whether there is something to do here without waiting for the outside world. */
  boolean isReady() {
    return switch (position) {
      case Position.Before ignored -> true;
      case Position.Finished ignored -> true;
      case Position.In in ->
          switch (in.visit().phase()) {
            case Phase.Arrived ignored -> true;
            case Phase.Settled ignored -> false;
            case Phase.Kept ignored -> true;
            case Phase.Forked forked -> forked.isComplete() || forked.hasRoom();
            case Phase.Waiting ignored -> false;
            case Phase.BackingOff ignored -> false;
            case Phase.Attempting ignored -> false;
            case Phase.Distributing ignored -> false;
            case Phase.Undistributed run -> run.again();
          };
    };
  }

  /** The timers that stand in this scope. */
  List<Timer> timers() {
    return position instanceof Position.In in ? in.visit().phase().timers(id) : List.of();
  }
}
