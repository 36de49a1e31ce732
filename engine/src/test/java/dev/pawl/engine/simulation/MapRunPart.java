package dev.pawl.engine.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.MapRunPlan;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.StartedBy;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.ChildInputs;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.MapRunEvent;
import dev.pawl.engine.maprun.MapRunLimits;
import dev.pawl.engine.maprun.Prepared;
import dev.pawl.engine.maprun.Redrive;
import dev.pawl.engine.maprun.SourceItem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a Map Run has to do, found in the history of its execution, as in production: that is where
 * it is kept.
 */
record MapRunPart(
    World world,
    String mapRunArn,
    String executionArn,
    long eventId,
    StateMachine machine,
    MapRunPlan plan,
    Payload items) {

  private static final int INPUT_BYTES_MAX = 262_144;

  static MapRunPart read(World world, String mapRunArn, String executionArn, long eventId) {
    var events = world.journal().events(executionArn);
    var started =
        events.stream().filter(recorded -> recorded.id() == eventId).findFirst().orElseThrow();
    var items =
        events.stream()
            .filter(recorded -> recorded.id() < eventId && recorded.scope() == started.scope())
            .map(Recorded::event)
            .filter(Event.MapStateStarted.class::isInstance)
            .map(Event.MapStateStarted.class::cast)
            .reduce((earlier, later) -> later)
            .orElseThrow();
    // It keeps the revision that it began with, whatever its execution goes over to.
    var run = (Event.MapRunStarted) started.event();
    var first = ((Event.ExecutionStarted) events.getFirst().event()).definitionHash();
    return new MapRunPart(
        world,
        mapRunArn,
        executionArn,
        eventId,
        world
            .revisions()
            .machine(executionArn, run.pinned() == null ? first : run.pinned().definitionHash()),
        Objects.requireNonNull(run.plan()),
        items.items());
  }

  MapState state() {
    return machine.map(plan.state());
  }

  MapRunLimits limits() {
    return new MapRunLimits(
        plan.maxConcurrency(),
        plan.toleratedFailureCount().isPresent() ? plan.toleratedFailureCount().getAsLong() : null,
        plan.toleratedFailurePercentage());
  }

  /** How many items there are; a Map Run that reads them from elsewhere does not know. */
  @Nullable Long knownItems() {
    return (eventId & 1) == 0 ? null : (long) state().itemCount(items);
  }

  /** A child that can be asked: it has its machine, whether it was started or not. */
  String childArn(long index) {
    var arn = Child.executionArn(mapRunArn, index, false);
    world.revisions().give(arn, machine.processorOf(plan.state()));
    return arn;
  }

  /** Names the next children of before a redrive that did not succeed, so many at most. */
  MapRunCommand.RedriveChildren redriveChildren(Redrive redrive, int room) {
    var children = new ArrayList<Child>();
    var next = redrive.next();
    for (; next < redrive.until() && children.size() < room; next++) {
      var status = statusOf(world, childArn(next));
      if (status != ExecutionStatus.SUCCEEDED && status != ExecutionStatus.NOT_STARTED) {
        children.add(new Child(next, -1, itemsOf(next)));
      }
    }
    return new MapRunCommand.RedriveChildren(children, next);
  }

  private int itemsOf(long index) {
    return world.mapRuns().events(mapRunArn).stream()
        .filter(MapRunEvent.ChildrenStarted.class::isInstance)
        .flatMap(event -> ((MapRunEvent.ChildrenStarted) event).children().stream())
        .filter(child -> child.index() == index)
        .mapToInt(Child::items)
        .findFirst()
        .orElseThrow();
  }

  /** The children from that item on, as they are decided now. */
  ChildInputs open(long firstItem) {
    var all = StreamSupport.stream(items.node().spliterator(), false).skip(firstItem).iterator();
    return new ChildInputs(state(), plan, sourced(all), firstItem, this::chance, INPUT_BYTES_MAX);
  }

  private static Iterator<SourceItem> sourced(Iterator<JsonNode> all) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public SourceItem next() {
        return new SourceItem(null, all.next(), SourceItem.STATE_DATA);
      }
    };
  }

  private Chance chance() {
    return new Chance(new SplittableRandom(world.nextNumber()), world.now());
  }

  Command.StartExecution start(Prepared prepared) {
    var child = prepared.child();
    var arn = childArn(child.index());
    return new Command.StartExecution(
        arn,
        Child.name(mapRunArn, child.index()),
        Child.stateMachineArn(mapRunArn),
        "definition#" + plan.state(),
        "arn:aws:iam::000000000000:role/simulated",
        false,
        prepared.input(),
        "seal-" + world.nextNumber(),
        null,
        StartedBy.mapRun(mapRunArn, child.index(), child.items()),
        null,
        null);
  }

  /** What the state gets: the outputs of the children, in their order. */
  static Payload results(World world, String mapRunArn) {
    var results = JsonNodeFactory.instance.arrayNode();
    var count = world.mapRuns().truth(mapRunArn).nextChild();
    for (long index = 0; index < count; index++) {
      var child = Child.executionArn(mapRunArn, index, false);
      results.add(
          outputOf(world.journal().events(child))
              .orElse(JsonNodeFactory.instance.textNode(statusOf(world, child).name())));
    }
    return Payload.of(results);
  }

  private static Optional<JsonNode> outputOf(List<Recorded> events) {
    return events.isEmpty() || !(events.getLast().event() instanceof Event.ExecutionSucceeded e)
        ? Optional.empty()
        : Optional.of(e.output().node());
  }

  static ExecutionStatus statusOf(World world, String childArn) {
    return world.journal().truth(childArn).status();
  }
}
