package dev.pawl.node.maprun;

import dev.pawl.engine.asl.ItemReader;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.MapRunPlan;
import dev.pawl.engine.execution.PinnedDefinition;
import dev.pawl.engine.execution.Revision;
import dev.pawl.engine.execution.StartedBy;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.ChildInputs;
import dev.pawl.engine.maprun.MapRunLimits;
import dev.pawl.engine.maprun.Prepared;
import dev.pawl.node.execution.StartRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a Map Run has to do, as the history of its execution says it: that is where it is kept.
 *
 * @param eventId the MapRunStarted of the execution that it works for
 * @param starter how the execution began, whose role and definition its children have
 * @param items the items of MapStateStarted; without meaning when there is an ItemReader
 */
record MapRunWork(
    String mapRunArn,
    long eventId,
    MapState state,
    MapRunPlan plan,
    Event.ExecutionStarted starter,
    Payload items) {

  boolean express() {
    return state.distribution().executionType() == MachineType.EXPRESS;
  }

  MapRunLimits limits() {
    return new MapRunLimits(
        plan.maxConcurrency(),
        plan.toleratedFailureCount().isPresent() ? plan.toleratedFailureCount().getAsLong() : null,
        plan.toleratedFailurePercentage());
  }

  /** How many items there are; null while only reading them can tell. */
  @Nullable Long knownItems() {
    return reader().isPresent() ? null : (long) state.itemCount(items);
  }

  private Optional<ItemReader> reader() {
    return state.distribution().itemReader();
  }

  /** The items from the first one on. */
  private ItemSource source(ItemSources sources) {
    var arguments = plan.readerArguments();
    return reader().isPresent() && arguments != null
        ? sources.open(reader().get(), arguments, plan.maxItems())
        : ItemSources.of(items);
  }

  /** Opens the items at this place. What is before it is read and thrown away. */
  OpenItems open(ItemSources sources, long firstItem, Supplier<Chance> chance, int bytesMax) {
    var source = source(sources);
    try {
      for (var i = 0L; i < firstItem && source.hasNext(); i++) {
        source.next();
      }
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    return new OpenItems(source, new ChildInputs(state, plan, source, firstItem, chance, bytesMax));
  }

  /** Items that are open, and the children made of them. */
  record OpenItems(ItemSource source, ChildInputs inputs) implements AutoCloseable {
    @Override
    public void close() {
      source.close();
    }
  }

  String executionArn(long index) {
    return Child.executionArn(mapRunArn, index, express());
  }

  StartRequest start(Prepared prepared) {
    var child = prepared.child();
    return new StartRequest(
        executionArn(child.index()),
        Child.name(mapRunArn, child.index()),
        Child.stateMachineArn(mapRunArn),
        express(),
        PinnedDefinition.parse(starter.definitionHash()).processorOf(plan.state()).text(),
        starter.roleArn(),
        prepared.input(),
        starter.traceHeader(),
        StartedBy.mapRun(mapRunArn, child.index(), child.items()),
        new Revision(starter.revision().revisionId(), null, null, starter.revision().logging()),
        null);
  }
}
