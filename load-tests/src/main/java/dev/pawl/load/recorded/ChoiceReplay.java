package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import java.util.Optional;

/**
 * The tests of comparison operators: for each case a Choice state that compares {@code Variable}
 * with {@code Value}, as a literal or by path. Cases whose values are masked dates are left out
 * when the outcome depends on the date.
 */
final class ChoiceReplay {

  private final Recording recording;
  private final Stage stage;
  private final Masks masks = new Masks();

  ChoiceReplay(Recording recording, Stage stage) {
    this.recording = recording;
    this.stage = stage;
  }

  Optional<Difference> run() throws InterruptedException {
    var cases = recording.answers().get("cases");
    if (cases == null) {
      throw new NotAtHand("cases");
    }
    var played = 0;
    for (var i = 0; i < cases.size(); i++) {
      var input = cases.get(i).path("input");
      if (dependsOnMaskedDate(input)) {
        continue;
      }
      played++;
      var difference = play("cases/" + i, input, cases.get(i).path("output"));
      if (difference.isPresent()) {
        return difference;
      }
    }
    if (played == 0) {
      throw new NotAtHand("dates, which are masked");
    }
    return Optional.empty();
  }

  private Optional<Difference> play(String path, JsonNode input, JsonNode output)
      throws InterruptedException {
    var shown = path + " " + input;
    try {
      var machine = stage.createMachine(PythonJson.write(definition(input)));
      var described = stage.awaitEnd(stage.start(machine, PythonJson.write(unmasked(input))));
      return masks.compare(shown, output, described.path("output"));
    } catch (AwsError e) {
      return Optional.of(new Difference(shown, output.toString(), e.toString()));
    }
  }

  private boolean dependsOnMaskedDate(JsonNode input) {
    var variable = input.path("Variable").asText().equals("date");
    var value = input.path("Value").asText().equals("date");
    if (recording.name().startsWith("test_is_")) {
      return false;
    }
    return variable && value
        || value && recording.name().contains("timestamp")
        || variable
            && !recording.name().contains("boolean")
            && !recording.name().contains("numeric");
  }

  private static ObjectNode unmasked(JsonNode input) {
    var copy = (ObjectNode) input.deepCopy();
    copy.properties()
        .forEach(entry -> {
          if (entry.getValue().asText().equals("date")) {
            entry.setValue(copy.textNode(Timestamps.named("")));
          }
        });
    return copy;
  }

  private ObjectNode definition(JsonNode input) {
    var states = AwsClient.object();
    var rule =
        states
            .putObject("CheckValues")
            .put("Type", "Choice")
            .put("Default", "ConditionFalse")
            .putArray("Choices")
            .addObject()
            .put("Variable", "$.Variable")
            .put("Next", "ConditionTrue");
    var operator = operator();
    if (operator.endsWith("Path")) {
      rule.put(operator, "$.Value");
    } else {
      rule.set(operator, unmasked(input).get("Value"));
    }
    for (var name : new String[] {"ConditionTrue", "ConditionFalse"}) {
      var pass = states.putObject(name).put("Type", "Pass").put("End", true);
      pass.putObject("Result").put("TestResult.$", name);
    }
    var machine = AwsClient.object().put("StartAt", "CheckValues");
    machine.set("States", states);
    return machine;
  }

  /** {@code test_numeric_less_than_equals_path} is {@code NumericLessThanEqualsPath}. */
  private String operator() {
    var operator = new StringBuilder();
    for (var word : recording.name().substring("test_".length()).split("_")) {
      operator.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return operator.toString();
  }
}
