package dev.pawl.engine.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.engine.asl.Definitions.Position;
import dev.pawl.engine.json.JsonTextException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {

  private static final String YAML =
      """
      StartAt: Ask
      States:
        Ask:
          Type: Choice
          Choices:
            - Variable: $.answer
              BooleanEquals: true
              Next: Yes
          Default: No
        Yes: &end { Type: Succeed }
        No:
          <<: *end
          Comment: 2024-01-01
      """;

  @Test
  void yamlBecomesJsonWithWordsLeftAsWords() throws Exception {
    assertEquals(
        "{\"StartAt\":\"Ask\",\"States\":{\"Ask\":{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.answer\","
            + "\"BooleanEquals\":true,\"Next\":\"Yes\"}],\"Default\":\"No\"},\"Yes\":{\"Type\":\"Succeed\"},"
            + "\"No\":{\"Type\":\"Succeed\",\"Comment\":\"2024-01-01\"}}}",
        Definitions.toJson(YAML, "ask.asl.yaml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1|{\"a\":1}",
        "a: -1.5e3|{\"a\":-1500.0}",
        "a: 010|{\"a\":\"010\"}",
        "a: '1'|{\"a\":\"1\"}",
        "a: !!str 1|{\"a\":\"1\"}",
        "a:|{\"a\":null}",
        "a: off|{\"a\":\"off\"}",
        "1: x|{\"1\":\"x\"}",
        "[a, ~, True]|[\"a\",null,true]",
      })
  void yamlScalarsAreTakenAsJsonTakesThem(String yaml, String json) throws Exception {
    assertEquals(json, Definitions.toJson(yaml, "d.yml"));
  }

  @Test
  void jsonIsGivenBackAsItIs() throws Exception {
    var text = "{ not even json";

    assertSame(text, Definitions.toJson(text, "machine.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [1",
        "a: !Sub x",
        "a: !!binary x",
        "a: !custom [1]",
        "? [a]\n: 1",
        "a: &x [*x]",
        "<<: 1",
        "a: *gone",
        "--- 1\n--- 2",
        "\u0000",
      })
  void yamlThatIsNoJsonIsRefused(String yaml) {
    assertThrows(JsonTextException.class, () -> Definitions.toJson(yaml, "d.yaml"));
  }

  @Test
  void aliasesMayNotMakeAGiantOfASmallText() {
    var yaml = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 9; i++) {
      yaml.append(
          "l%d: &l%d [*l%d, *l%3$d, *l%3$d, *l%3$d, *l%3$d, *l%3$d, *l%3$d]\n"
              .formatted(i, i, i - 1));
    }

    var refused =
        assertThrows(JsonTextException.class, () -> Definitions.toJson(yaml.toString(), "d.yaml"));

    assertEquals("the document has more than 200000 values", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "/, 1, 1",
    "/States/Ask, 3, 3",
    "/States/Ask/Choices[0]/Next, 8, 9",
    "/States/Ask/Choices[0]/Nonsense, 6, 9",
    "/States/Ask/Choices[7], 5, 5",
    "/States/Ask/Default, 9, 5",
  })
  void diagnosticsAreFoundInYaml(String location, int line, int column) {
    assertEquals(
        Optional.of(new Position(line, column)), Definitions.position(YAML, "a.yaml", location));
  }

  @ParameterizedTest
  @CsvSource({"/, 1, 1", "/States/A/Next, 3, 26", "/States/A/Gone/Deeper, 3, 3", "/Comment, 1, 1"})
  void diagnosticsAreFoundInJson(String location, int line, int column) {
    var json =
        """
        {"StartAt": "A",
         "States": {
          "A": {"Type": "Pass",  "Next": "B"}}}
        """;

    assertEquals(
        Optional.of(new Position(line, column)), Definitions.position(json, "a.json", location));
  }

  @Test
  void inATextThatCannotBeReadNothingIsFoundBehindTheMistake() {
    assertEquals(
        Optional.of(new Position(1, 2)),
        Definitions.position("{\"a\": 1, \"b\": nope", "a.json", "/a/b"));
    assertEquals(Optional.empty(), Definitions.position("a: [", "a.yaml", "/a"));
  }
}
