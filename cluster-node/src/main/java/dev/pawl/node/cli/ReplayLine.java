package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Playback;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.replay.Verification;
import dev.pawl.engine.replay.WhatIf;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.persistence.journal.ReadableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code pawl replay} shows. */
final class ReplayLine {

  private static final int DATA_MAX = 200;
  private static final int STATES_AROUND = 3;
  private static final String REGION = "";

  private ReplayLine() {}

  /** An event: the line of the history, and below it what it has changed. */
  static List<String> of(Playback.Step step) {
    var lines = new ArrayList<String>();
    lines.add(line(step.recorded()));
    switch (step.recorded().event()) {
      case Event.ExecutionStarted e -> lines.add(data("input", e.input().text()));
      case Event.StateEntered e -> {
        lines.add(data("input", e.input().text()));
        variables(lines, step.variables());
      }
      case Event.StateExited e -> {
        lines.add(data("output", e.output().text()));
        if (!e.assignedVariables().isEmpty()) {
          variables(lines, step.variables());
        }
      }
      case Event.ExecutionRedriven e -> {
        if (e.from() != null) {
          lines.add(data("from", e.from().state()));
        }
      }
      case Event.ExecutionMigrated e -> lines.add(data("to", e.to().definitionHash()));
      case Event.ExecutionSucceeded e -> lines.add(data("output", e.output().text()));
      default -> {}
    }
    return lines;
  }

  private static String line(Recorded recorded) {
    if (HistoryView.isShown(recorded)) {
      return HistoryLine.of(new HistoryView(REGION, true).toApi(recorded));
    }
    // It has no id, and is in no history of the API.
    return "    -  %s  %-24s %s"
        .formatted(Times.timeOfDay(recorded.at()), recorded.event().getClass().getSimpleName(), "");
  }

  private static void variables(List<String> lines, Map<String, ?> variables) {
    if (!variables.isEmpty()) {
      lines.add(
          data(
              "variables",
              variables.entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .collect(Collectors.joining(", "))));
    }
  }

  private static String data(String name, String text) {
    return "         %-10s %s".formatted(name, shortened(text));
  }

  static String shortened(String text) {
    return text.length() <= DATA_MAX ? text : text.substring(0, DATA_MAX - 1) + "…";
  }

  /** States in order, those of both ways before the place where they part cut short. */
  static String path(List<String> states, int common) {
    var from = Math.max(0, common - STATES_AROUND);
    var shown = new ArrayList<String>();
    for (var i = from; i < states.size(); i++) {
      shown.add(i == common ? "[" + states.get(i) + "]" : states.get(i));
    }
    if (common == states.size()) {
      shown.add("[end]");
    }
    return (from > 0 ? "… > " : "") + shortened(String.join(" > ", shown));
  }

  // ---- for programs

  static ObjectNode json(Playback.Step step) {
    var node = AwsClient.object();
    var recorded = step.recorded();
    node.put("id", recorded.id());
    node.put("scope", recorded.scope());
    step.state().ifPresent(state -> node.put("state", state));
    node.put("status", step.execution().status().name());
    node.set("event", ReadableRows.write(List.of(recorded)).path(1).path(0));
    var variables = node.putObject("variables");
    step.variables().forEach(variables::set);
    return node;
  }

  static ObjectNode json(Verification.Outcome outcome, boolean same) {
    var node = AwsClient.object().put("result", same ? "SAME" : "OTHER");
    node.put("decided", outcome.decided());
    node.put("taken", outcome.taken());
    node.put("byChance", outcome.byChance());
    node.put("status", outcome.execution().status().name());
    var differences = node.putArray("differences");
    for (var difference : outcome.differences()) {
      differences
          .addObject()
          .put("id", difference.recorded().id())
          .put("recorded", difference.recorded().event().toString())
          .put("now", String.valueOf(difference.now()));
    }
    return node;
  }

  static ObjectNode json(WhatIf whatIf) {
    var performance = whatIf.performance();
    var node =
        AwsClient.object()
            .put("goesElsewhere", whatIf.goesElsewhere())
            .put("common", whatIf.common())
            .put("status", performance.status().name());
    whatIf.recorded().forEach(node.putArray("recorded")::add);
    performance.path().forEach(node.putArray("path")::add);
    if (performance.output() != null) {
      node.put("output", Json.write(performance.output().node()));
    }
    if (performance.error() != null) {
      node.put("error", performance.error());
    }
    return node;
  }
}
