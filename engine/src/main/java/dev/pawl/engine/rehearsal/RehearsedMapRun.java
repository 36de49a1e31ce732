package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.ResultWriter;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.MapRunPlan;
import dev.pawl.engine.execution.PinnedDefinition;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.StartedBy;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.ChildEnd;
import dev.pawl.engine.maprun.ChildInputs;
import dev.pawl.engine.maprun.MapRun;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.MapRunDecider;
import dev.pawl.engine.maprun.MapRunLimits;
import dev.pawl.engine.maprun.MapRunStatus;
import dev.pawl.engine.maprun.Prepared;
import dev.pawl.engine.maprun.SourceItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * A Map Run in a rehearsal: its children run one after the other, though their time passes side by
 * side. Nothing is read from or written into buckets: an ItemReader reads what the script has, and
 * of a ResultWriter only what it tells the state is there.
 */
final class RehearsedMapRun {
  private final Stage stage;
  private final StateMachine processor;
  private final Event.ExecutionStarted origin;
  private final String arn;
  private final MapRunPlan plan;
  private final MapState state;
  private final Payload items;
  private final List<Integer> place;
  private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
  private final PriorityQueue<Instant> busy = new PriorityQueue<>();
  private MapRun run = MapRun.none();
  private Instant begin = Instant.EPOCH;
  private Instant end = Instant.EPOCH;

  RehearsedMapRun(
      Stage stage,
      StateMachine machine,
      Event.ExecutionStarted origin,
      Event.MapRunStarted started,
      Payload items,
      List<Integer> place) {
    this.stage = stage;
    this.origin = origin;
    this.arn = started.mapRunArn();
    this.plan = Objects.requireNonNull(started.plan());
    this.state = machine.map(plan.state());
    this.processor = machine.processorOf(plan.state());
    this.items = items;
    this.place = place;
  }

  /** When the last child has ended. */
  Instant endedAt() {
    return end;
  }

  /** What the execution is told. */
  Command outcome() {
    var ended = run.end();
    if (ended == null) {
      throw new AssertionError("Expected a Map Run that has ended.");
    }
    return ended.status() == MapRunStatus.SUCCEEDED && ended.result() != null
        ? new Command.SucceedMapRun(arn, run.redriveNumber(), ended.result())
        : new Command.FailMapRun(arn, run.redriveNumber(), ended.error(), ended.cause());
  }

  void perform(Instant at, long eventId) {
    begin = at;
    end = at;
    var percentage = plan.toleratedFailurePercentage();
    var count = plan.toleratedFailureCount();
    decide(
        new MapRunCommand.Start(
            arn,
            origin.executionArn(),
            eventId,
            new MapRunLimits(
                plan.maxConcurrency(), count.isPresent() ? count.getAsLong() : null, percentage),
            reads() ? null : (long) state.itemCount(items),
            0));
    try {
      var inputs =
          new ChildInputs(state, plan, source(), 0, () -> stage.chance(begin), payloadBytesMax());
      while (run.pending() == MapRun.Pending.RUN) {
        step(inputs);
      }
    } catch (StatesError error) {
      decide(new MapRunCommand.Fail(error.error(), cause(error)));
    }
    finish();
  }

  private String cause(StatesError error) {
    return error.error().equals("States.DataLimitExceeded")
        ? error.causeText()
        : "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
            .formatted(plan.state(), plan.enteredId(), error.causeText());
  }

  private void step(ChildInputs inputs) {
    var next = inputs.next(run.nextChild());
    if (next.isEmpty()) {
      decide(new MapRunCommand.StartChildren(List.of(), true));
      return;
    }
    var child = next.get().child();
    decide(new MapRunCommand.StartChildren(List.of(child), false));
    var execution = perform(next.get());
    decide(new MapRunCommand.EndChildren(List.of(new ChildEnd(child.index(), execution.status()))));
  }

  private Execution perform(Prepared prepared) {
    var index = prepared.child().index();
    var where = new ArrayList<>(place);
    where.add((int) index);
    var performer = new Performer(stage, processor, List.copyOf(where));
    var startedAt = freeAt();
    var execution = performer.perform(start(prepared), startedAt);
    busy.add(performer.now());
    end = performer.now().isAfter(end) ? performer.now() : end;
    collect(execution);
    return execution;
  }

  private Instant freeAt() {
    var most = plan.maxConcurrency();
    return most == 0 || busy.size() < most ? begin : Objects.requireNonNull(busy.poll());
  }

  private Command.StartExecution start(Prepared prepared) {
    var index = prepared.child().index();
    var express = state.distribution().executionType() == MachineType.EXPRESS;
    return new Command.StartExecution(
        Child.executionArn(arn, index, express),
        Child.name(arn, index),
        Child.stateMachineArn(arn),
        PinnedDefinition.parse(origin.definitionHash()).processorOf(plan.state()).text(),
        origin.roleArn(),
        express,
        prepared.input(),
        origin.seal(),
        null,
        StartedBy.mapRun(arn, index, prepared.child().items()),
        null,
        null);
  }

  // ---- items

  private boolean reads() {
    return state.distribution().itemReader().isPresent();
  }

  private Iterator<SourceItem> source() {
    if (!reads()) {
      return all(items.node()).iterator();
    }
    var read =
        stage
            .script()
            .items(plan.state())
            .orElseThrow(() ->
                new RehearsalHalted(
                    "Expected a mock of what the ItemReader of the state '%s' reads, but there is none."
                        .formatted(plan.state())));
    var found = all(read.node());
    return found.subList(0, (int) Math.min(found.size(), plan.maxItems())).iterator();
  }

  private static List<SourceItem> all(JsonNode node) {
    var found = new ArrayList<SourceItem>();
    if (node.isArray()) {
      node.forEach(item -> found.add(new SourceItem(null, item, SourceItem.STATE_DATA)));
    } else {
      node.properties()
          .forEach(member ->
              found.add(new SourceItem(member.getKey(), member.getValue(), SourceItem.STATE_DATA)));
    }
    return found;
  }

  // ---- results

  private void collect(Execution execution) {
    var transformation =
        state
            .distribution()
            .resultWriter()
            .map(ResultWriter::config)
            .flatMap(ResultWriter.WriterConfig::transformation)
            .orElse("COMPACT");
    var output = execution.output();
    if (transformation.equals("NONE") || output == null) {
      results.add(described(execution));
    } else if (transformation.equals("FLATTEN") && output.node().isArray()) {
      output.node().forEach(results::add);
    } else {
      results.add(output.node());
    }
  }

  /** The members of AWS's result files that do not depend on the day. */
  private static JsonNode described(Execution execution) {
    var started = Objects.requireNonNull(execution.origin());
    var node = JsonNodeFactory.instance.objectNode();
    if (execution.cause() != null) {
      node.put("Cause", execution.cause());
    }
    if (execution.error() != null) {
      node.put("Error", execution.error());
    }
    node.put("ExecutionArn", started.executionArn());
    node.put("Input", started.input().text());
    node.put("Name", started.name());
    if (execution.output() != null) {
      node.put("Output", execution.output().text());
    }
    node.put("StateMachineArn", started.stateMachineArn());
    return node.put("Status", execution.status().name());
  }

  private void finish() {
    if (run.pending() != MapRun.Pending.WRITE_RESULTS) {
      throw new AssertionError("Expected all children to have ended.");
    }
    if (run.stopping() != null) {
      decide(new MapRunCommand.Finish(null));
      return;
    }
    var result = plan.writerArguments() == null ? Payload.of(results) : exported();
    if (result.utf8Bytes() > payloadBytesMax()) {
      decide(
          new MapRunCommand.Fail(
              "States.DataLimitExceeded",
              "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
                  .formatted(plan.state())));
    } else {
      decide(new MapRunCommand.Finish(result));
    }
  }

  private Payload exported() {
    var arguments = Objects.requireNonNull(plan.writerArguments()).node();
    var prefix = arguments.path("Prefix").asText("").replaceFirst("/$", "");
    var id = arn.substring(arn.lastIndexOf(':') + 1);
    var node = JsonNodeFactory.instance.objectNode().put("MapRunArn", arn);
    node.putObject("ResultWriterDetails")
        .put("Bucket", arguments.path("Bucket").asText())
        .put("Key", (prefix.isEmpty() ? id : prefix + "/" + id) + "/manifest.json");
    return Payload.of(node);
  }

  private int payloadBytesMax() {
    return Quotas.STRICT.payloadBytesMax();
  }

  private void decide(MapRunCommand command) {
    run = run.evolve(MapRunDecider.decide(run, command, begin));
  }
}
