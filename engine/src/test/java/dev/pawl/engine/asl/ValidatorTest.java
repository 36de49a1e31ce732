package dev.pawl.engine.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {

  private static final String VALID =
      """
      {"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.x","IsPresent":true},
      {"Not":{"Variable":"$.x","NumericLessThan":3}}],"Next":"B"}],"Default":"C"},"B":{"Type":"Map","ItemsPath":"$.l",
      "ItemProcessor":{"StartAt":"D","States":{"D":{"Type":"Task","QueryLanguage":"JSONata","Resource":
      "arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"{% $f %}"},"Retry":[{"ErrorEquals":["E"],
      "MaxAttempts":2}],"End":true}}},"Next":"C"},"C":{"Type":"Wait","Timestamp":"2024-02-29T00:00:00Z","End":true}}}\
      """;

  /**
   * A whole definition, or a single state under {@code state}, and all that is found: no more, no
   * less.
   */
  @TestFactory
  Stream<DynamicTest> everythingThatIsWrongIsSaidInOnePass() {
    return Stream.of("validation.yaml", "validation-states.yaml", "validation-map.yaml")
        .flatMap(file -> SpecCases.of(file).stream())
        .map(spec -> DynamicTest.dynamicTest(spec.required("case").textValue(), () -> check(spec)));
  }

  private static void check(ObjectNode spec) {
    var type = MachineType.valueOf(spec.path("type").asText("STANDARD"));
    var found = Validator.validate(definition(spec), type);
    var lines = found.stream().map(ValidatorTest::line).toList();
    var expected = spec.required("finds").valueStream().map(JsonNode::textValue).toList();
    assertEquals(String.join("\n", expected), String.join("\n", lines));
  }

  private static String definition(ObjectNode spec) {
    if (spec.has("text")) {
      return spec.get("text").textValue();
    }
    if (spec.has("definition")) {
      return Json.write(spec.get("definition"));
    }
    var machine = spec.objectNode().put("StartAt", "S");
    machine.putObject("States").set("S", spec.get("state"));
    return Json.write(machine);
  }

  private static String line(Diagnostic found) {
    return (found.isError() ? "" : found.severity() + " ") + found;
  }

  @Test
  void aDefinitionOfMoreThanOneMegabyteIsRefusedUnread() {
    var found = Validator.validate(" ".repeat(1_048_577), MachineType.STANDARD);

    assertEquals("Definition must not be longer than 1048576 bytes", found.getFirst().message());
  }

  @Test
  void choiceRulesNestedTooDeeplyAreRefused() {
    var rule = "{\"Not\":".repeat(200) + "{\"Variable\":\"$\",\"IsNull\":true}" + "}".repeat(200);
    var choice =
        "{\"Type\":\"Choice\",\"Choices\":[" + rule.replaceFirst("\\{", "{\"Next\":\"E\",") + "]}";
    var definition =
        "{\"StartAt\":\"C\",\"States\":{\"C\":" + choice + ",\"E\":{\"Type\":\"Succeed\"}}}";

    var found = Validator.validate(definition, MachineType.STANDARD);

    assertEquals(List.of("TOO_DEEPLY_NESTED"), found.stream().map(Diagnostic::code).toList());
  }

  @Test
  void parallelStatesNestedTooDeeplyAreRefused() {
    var definition = "{\"StartAt\":\"L60\",\"States\":{\"L60\":{\"Type\":\"Succeed\"}}}";
    for (var level = 59; level > 0; level--) {
      definition =
          "{\"StartAt\":\"L%1$d\",\"States\":{\"L%1$d\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":[%2$s]}}}"
              .formatted(level, definition);
    }

    var found = Validator.validate(definition, MachineType.STANDARD);

    assertEquals(List.of("TOO_DEEPLY_NESTED"), found.stream().map(Diagnostic::code).toList());
  }

  @Test
  void thereAreNeverMoreFindingsThanAnybodyReads() {
    var fields = new StringBuilder();
    for (var i = 0; i < 5000; i++) {
      fields.append("\"f").append(i).append("\":1,");
    }
    var definition = "{" + fields + "\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";

    assertEquals(1000, Validator.validate(definition, MachineType.STANDARD).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"InputPath\":\"$%s\"|[?(@.a",
        "\"Parameters\":{\"a.$\":\"%s\"}|States.Array(",
        "\"Parameters\":{\"a\":\"$[%s\\\\n\"}|]",
        "\"Output\":\"{%% %s %%}\"|(",
        "\"Output\":\"{%% '%s' %%}\"|\\\\n",
        "\"Output\":\"{%% /*%s*/ 1 %%}\"|**",
      })
  void hostileExpressionsAreAnsweredToo(String fieldAndPiece) {
    var cut = fieldAndPiece.lastIndexOf('|');
    var field =
        fieldAndPiece.substring(0, cut).formatted(fieldAndPiece.substring(cut + 1).repeat(50_000));
    var language = field.startsWith("\"Output") ? "JSONata" : "JSONPath";
    var definition =
        "{\"QueryLanguage\":\"%s\",\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\",%s,\"End\":true}}}"
            .formatted(language, field);

    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> Validator.validate(definition, MachineType.STANDARD));
  }

  @Test
  void whateverTheTextIsTheAnswerIsAList() {
    var random = new SplittableRandom(Long.getLong("seed", 4711L));
    assertTrue(Validator.validate(VALID, MachineType.STANDARD).isEmpty());
    for (var life = 0; life < 3000; life++) {
      var text = mutated(VALID, random);

      var found = Validator.validate(text, MachineType.EXPRESS);

      assertFalse(found.stream().anyMatch(diagnostic -> diagnostic.message().isEmpty()), text);
    }
  }

  /** Cuts out, repeats or replaces pieces; often the result is still JSON. */
  private static String mutated(String text, SplittableRandom random) {
    var values =
        List.of("null", "1", "-1.5", "\"\"", "\"$\"", "[]", "{}", "[{}]", "true", "\"{%\"");
    var tokens = text.split("(?<=[:,\\[\\]{}])|(?=[:,\\[\\]{}])", -1);
    for (var change = 0; change <= random.nextInt(3); change++) {
      var at = random.nextInt(tokens.length);
      tokens[at] =
          switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> values.get(random.nextInt(values.size()));
            default -> tokens[random.nextInt(tokens.length)];
          };
    }
    return String.join("", tokens);
  }

  @Test
  void noNumberOfWarningsHidesAnError() throws Exception {
    var machine = machine();
    var parameters = machine.withObject("/States/A/Parameters");
    for (var i = 0; i < 2_000; i++) {
      parameters.put("p" + i, "$.x");
    }
    machine.withObject("/States/A").remove("End");
    machine.withObject("/States/A").put("Next", "Nowhere");

    var found = Validator.validate(Json.write(machine), MachineType.STANDARD);

    assertTrue(found.stream().anyMatch(Diagnostic::isError), found.toString());
    assertThrows(InvalidDefinitionException.class, () -> StateMachine.parse(Json.write(machine)));
  }

  private static ObjectNode machine() throws Exception {
    return (ObjectNode)
        Json.parse("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}");
  }

  /**
   * Half a megabyte of names around fifty thousand values: each would be located by all of them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1", "$.x", "{% 1 %}", "{%", "States.Nonsense("})
  void longNamesAroundManyValuesDoNotMultiply(String value) throws Exception {
    for (var field : List.of("Parameters", "Output", "Result", "x".repeat(1_000))) {
      var machine = machine();
      var inside = machine.withObject("/States/A").putObject(field);
      for (var i = 0; i < 500; i++) {
        inside = inside.putObject("x".repeat(1_000));
      }
      var many = inside.putArray("list");
      for (var i = 0; i < 400_000 / (value.length() + 3); i++) {
        many.add(value);
      }
      for (var language : QueryLanguage.values()) {
        machine.put("QueryLanguage", language.label());
        var found = Validator.validate(Json.write(machine), MachineType.STANDARD);
        assertTrue(found.toString().length() < 10_000_000);
      }
    }
  }

  @Test
  void longNamesOfStatesDoNotMultiplyEither() throws Exception {
    var machine = machine();
    var flow = machine;
    for (var i = 0; i < 45; i++) {
      var parallel = flow.put("StartAt", "x").putObject("States").putObject(i + "x".repeat(10_000));
      flow = parallel.put("Type", "Parallel").put("End", true).putArray("Branches").addObject();
    }
    var states = flow.put("StartAt", "0").putObject("States");
    for (var i = 0; i < 15_000; i++) {
      states.putObject(String.valueOf(i)).put("Type", "Pass").put("Nonsense", 1);
    }

    var found = Validator.validate(Json.write(machine), MachineType.STANDARD);

    assertTrue(found.toString().length() < 10_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00b"})
  void aNameThatIsNoTextIsRefused(String name) {
    var state = "\"S%s\":{\"Type\":\"Pass\",\"End\":true}".formatted(name);
    var machine = "{\"StartAt\":\"S%s\",\"States\":{%s}}".formatted(name, state);

    var found = Validator.validate(machine, MachineType.STANDARD);

    assertEquals(List.of("INVALID_STATE_NAME"), found.stream().map(Diagnostic::code).toList());
  }
}
