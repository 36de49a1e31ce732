package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a case expects. Null = nothing is said about it.
 *
 * @param output the whole output
 * @param outputContains members that the output has, besides others
 * @param causeContains a part of the cause
 * @param path the states that are entered, in order
 * @param history the types of the events, in order
 * @param variables variables with these values at the end, besides others
 * @param calls by state: what each call of its task contains, in order
 */
public record Expectation(
    ExecutionStatus status,
    @Nullable JsonNode output,
    @Nullable JsonNode outputContains,
    @Nullable String error,
    @Nullable String cause,
    @Nullable String causeContains,
    @Nullable List<String> path,
    @Nullable List<String> history,
    Map<String, JsonNode> variables,
    Map<String, List<JsonNode>> calls) {

  /** In a path or a history: any number of others. */
  public static final String ANY = "...";

  public Expectation {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
  }

  /** Where the performance differs; empty when it is what was expected. */
  public List<Difference> differences(Performance found) {
    var all = new ArrayList<Difference>();
    if (status != found.status()) {
      all.add(new Difference("status", status.name(), end(found)));
    }
    all.addAll(text("error", error, found.error()));
    all.addAll(text("cause", cause, found.cause()));
    if (causeContains != null
        && !Objects.requireNonNullElse(found.cause(), "").contains(causeContains)) {
      all.add(
          new Difference(
              "cause", "… " + causeContains + " …", Differences.shown("" + found.cause())));
    }
    all.addAll(value("output", output, node(found.output()), false));
    all.addAll(value("output", outputContains, node(found.output()), true));
    if (path != null) {
      all.addAll(Differences.ofNames("path", path, found.path()));
    }
    if (history != null) {
      all.addAll(Differences.ofNames("history", history, types(found)));
    }
    variables.forEach((name, value) ->
        all.addAll(value("variables/" + name, value, found.variables().get(name), false)));
    calls.forEach((state, expected) -> all.addAll(calls(state, expected, found)));
    return List.copyOf(all);
  }

  private static String end(Performance found) {
    return found.error() == null && found.cause() == null
        ? found.status().name()
        : Differences.shown("%s (%s: %s)".formatted(found.status(), found.error(), found.cause()));
  }

  private static List<Difference> text(
      String where, @Nullable String expected, @Nullable String found) {
    return expected == null || expected.equals(found)
        ? List.of()
        : List.of(
            new Difference(
                where,
                Json.write(TextNode.valueOf(expected)),
                found == null ? "nothing" : Json.write(TextNode.valueOf(found))));
  }

  private static @Nullable JsonNode node(@Nullable Payload payload) {
    return payload == null ? null : payload.node();
  }

  private static List<Difference> value(
      String where, @Nullable JsonNode expected, @Nullable JsonNode found, boolean partial) {
    if (expected == null) {
      return List.of();
    }
    return found == null
        ? List.of(new Difference(where, Differences.shown(Json.write(expected)), "nothing"))
        : Differences.between(where, expected, found, partial);
  }

  private static List<String> types(Performance found) {
    return found.events().stream()
        .filter(HistoryView::isShown)
        .map(recorded -> HistoryView.type(recorded.event()))
        .toList();
  }

  private static List<Difference> calls(
      String state, List<JsonNode> expected, Performance performance) {
    var made = JsonNodeFactory.instance.arrayNode();
    performance.calls().getOrDefault(state, List.of()).forEach(call -> made.add(call.node()));
    var wanted = JsonNodeFactory.instance.arrayNode();
    expected.forEach(wanted::add);
    return Differences.between("calls/" + state, wanted, made, true);
  }
}
