package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.search.AttributeValue;
import dev.pawl.engine.search.IndexedAttribute;
import dev.pawl.engine.search.IndexedAttribute.Source;
import dev.pawl.engine.search.IndexedAttribute.Type;
import dev.pawl.engine.search.IndexedValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an execution is searched by follows from its events alone. */
class IndexedValuesTest {

  private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
  private static final List<IndexedAttribute> ATTRIBUTES =
      List.of(
          new IndexedAttribute("customer", Type.STRING, Source.INPUT, "$.customer"),
          new IndexedAttribute("total", Type.NUMBER, Source.OUTPUT, "$.total"),
          new IndexedAttribute("step", Type.STRING, Source.VARIABLE, "$progress.step"));

  @Test
  void theStartTheEndAndEachAssignmentChangeThem() throws Exception {
    var started = List.of(recorded(1, 0, start("{\"customer\":\"A\"}")));
    var running = Execution.none().evolve(started);

    assertThat(IndexedValues.of(started, running))
        .containsExactly(new IndexedValue("customer", AttributeValue.text("A")));

    var assigned =
        List.of(
            recorded(2, 0, new Event.StateEntered(StateType.PASS, "P", json("{}"))),
            recorded(3, 0, exited("{\"step\":\"one\"}")),
            recorded(4, 0, exited("{\"step\":\"two\"}")),
            recorded(5, 7, exited("{\"step\":\"of a branch\"}")));
    assertThat(IndexedValues.of(assigned, running))
        .containsExactly(new IndexedValue("step", AttributeValue.text("two")));

    assertThat(IndexedValues.of(List.of(recorded(6, 0, exited("{\"step\":5}"))), running))
        .containsExactly(new IndexedValue("step", null));

    var ended = List.of(recorded(7, 0, new Event.ExecutionSucceeded(json("{\"total\":12.5}"))));
    assertThat(IndexedValues.of(ended, running.evolve(ended)))
        .containsExactly(new IndexedValue("total", AttributeValue.number(12.5).orElseThrow()));
  }

  private static Event start(String input) throws Exception {
    return new Event.ExecutionStarted(
        "arn",
        "n",
        "m",
        "h",
        "r",
        false,
        "P",
        json(input),
        "seal",
        null,
        null,
        null,
        new Revision(null, null, null, null, null, ATTRIBUTES));
  }

  private static Event exited(String progress) throws Exception {
    JsonNode value = Json.parse(progress);
    return new Event.StateExited(StateType.PASS, "P", json("{}"), Map.of("progress", value), "P");
  }

  private static Payload json(String text) throws Exception {
    return Payload.parse(text);
  }

  private static Recorded recorded(long id, int scope, Event event) {
    return new Recorded(id, id - 1, scope, AT, event);
  }
}
