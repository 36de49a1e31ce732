package dev.pawl.load.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Repeats what a test did to its definition before it sent it. Only the changed place and the name
 * of the value are known; the value follows from the test's parameter, or from what AWS recorded.
 */
final class Edits {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:template|definition)((?:\\[(?:\"[^\"]+\"|\\d+)])+) = (.*)");
  private static final Pattern KEY = Pattern.compile("\\[(?:\"([^\"]+)\"|(\\d+))]");
  private static final Pattern APPEND =
      Pattern.compile("template((?:\\[(?:\"[^\"]+\"|\\d+)])+)\\.append\\(\"([^\"]+)\"\\)");
  private static final Pattern EXPRESSION =
      Pattern.compile("The JSONata expression '(.*)' specified for the field 'Items'");

  /** Stands for the machine that the definition starts. */
  static final String TARGET = "%TARGET_STATE_MACHINE_ARN%";

  private final Recording recording;
  private final List<String> functionArns;
  private final String activityArn;

  Edits(Recording recording, List<String> functionArns, String activityArn) {
    this.recording = recording;
    this.functionArns = functionArns;
    this.activityArn = activityArn;
  }

  /** The definition as the test sent it. */
  String apply(ObjectNode template) {
    var functions = 0;
    var assigned = new HashSet<List<String>>();
    for (var edit : recording.definitionEdits()) {
      var assignment = ASSIGNMENT.matcher(edit);
      var append = APPEND.matcher(edit);
      if (assignment.matches()) {
        var keys = keys(assignment.group(1));
        if (isOtherBranch(edit, keys, assigned)) {
          continue;
        }
        assigned.add(keys);
        var isFunction = isFunction(assignment.group(2));
        put(template, keys, isFunction ? function(functions++) : value(keys, assignment.group(2)));
      } else if (append.matches()) {
        ((ArrayNode) find(template, keys(append.group(1)))).add(append.group(2));
      } else if (edit.contains(".update(expression_dict)")) {
        expression((ObjectNode) template.at("/States/Start"));
      } else if (edit.contains("JSONATA_STATE_INPUT_EXPRESSION")) {
        ((ObjectNode) template.at("/States/Start"))
            .put(camel(recording.parameter()), "{% $states.input.input_value %}");
      } else if (!edit.startsWith("definition = definition.replace(")) {
        throw new NotAtHand("value of the edit " + edit);
      }
    }
    return replacePlaceholders(PythonJson.write(template));
  }

  /** A second value for the same place is the one that the test takes when it mocks the service. */
  private static boolean isOtherBranch(String edit, List<String> keys, Set<List<String>> assigned) {
    return edit.endsWith("= (") && assigned.contains(keys);
  }

  private static boolean isFunction(String value) {
    return value.startsWith("create_")
        || value.contains("function_arn")
        || value.contains("lambda_arn");
  }

  private JsonNode function(int index) {
    if (functionArns.isEmpty()) {
      throw new NotAtHand("function of the edit");
    }
    return TextNode.valueOf(functionArns.get(Math.min(index, functionArns.size() - 1)));
  }

  private JsonNode value(List<String> keys, String expression) {
    return switch (expression) {
      case "csv_headers" -> csvHeaders();
      case "max_items_value" -> NODES.numberNode(Long.parseLong(recording.parameter()));
      case "activity_arn" -> TextNode.valueOf(activityArn);
      case "output_path_value", "json_path_string" -> parameter();
      case "items_path" -> TextNode.valueOf(itemsPath());
      case "timestamp_value" -> TextNode.valueOf(Timestamps.of(recording));
      case "expression_string" -> TextNode.valueOf(regularExpression());
      default -> {
        if (keys.getLast().equals("StateMachineArn")) {
          yield TextNode.valueOf(TARGET);
        }
        if (recording.name().equals("test_merge_with_dynamic_args")) {
          yield TextNode.valueOf("{% $merge([$states.input.part1, $states.input.part2]) %}");
        }
        if (keys.getLast().equals("Result")) {
          yield outputOf(keys.get(1));
        }
        throw new NotAtHand("value of the edit " + expression);
      }
    };
  }

  /** One of our own that gives what was recorded: the test's is not in the recording. */
  private String regularExpression() {
    var quote = recording.parameter().contains("SINGLE") ? "'" : "\"";
    var text = recording.parameter().endsWith("FALSE") ? "hello" : "hello2024";
    return "{% $contains(" + quote + text + quote + ", /^[a-z]+\\d{4}$/) %}";
  }

  /** Named by the parameter. With an ItemReader it has no effect, whatever it selects. */
  private String itemsPath() {
    return switch (recording.parameter()) {
      case "VALID_ITEMS_PATH_FROM_INPUT" -> "$.from_input_items";
      case "VALID_ITEMS_PATH_FROM_PREVIOUS" -> "$.from_previous";
      case "VALID_ITEMS_PATH_FROM_ITEM_READER" -> "$.from_bucket_items";
      case "INVALID_ITEMS_PATH" -> "$.no_items";
      default -> recording.parameter();
    };
  }

  private JsonNode csvHeaders() {
    var headers = NODES.arrayNode();
    var items = Buckets.items(recording);
    if (items == null) {
      return headers.add("H1").add("H1");
    }
    Buckets.headers(items).forEach(headers::add);
    return headers;
  }

  private JsonNode parameter() {
    var text = recording.parameter();
    return text.equals("None") ? NullNode.instance : TextNode.valueOf(text);
  }

  /** What the state put out: the Result of a Pass state. */
  private JsonNode outputOf(String state) {
    for (var answer : recording.answers().values()) {
      for (var event : answer.path("events")) {
        var exited = event.path("stateExitedEventDetails");
        if (exited.path("name").asText().equals(state)) {
          return exited.path("output");
        }
      }
    }
    throw new NotAtHand("result of " + state);
  }

  /** The field is named by the parameter, its value is in the recorded TaskScheduled. */
  private void expression(ObjectNode state) {
    var field = camel(recording.parameter());
    var seconds = field.startsWith("Heartbeat") ? "heartbeatInSeconds" : "timeoutInSeconds";
    for (var answer : recording.answers().values()) {
      for (var event : answer.path("events")) {
        var scheduled = event.path("taskScheduledEventDetails").path(seconds);
        if (scheduled.isNumber()) {
          state.put(field, "{% " + scheduled.intValue() + " %}");
          return;
        }
      }
    }
    throw new NotAtHand("value of " + field);
  }

  private String replacePlaceholders(String definition) {
    var replaced =
        definition
            .replace(
                "%LAMBDA_FUNCTION_ARN_LITERAL_PLACEHOLDER%",
                functionArns.isEmpty() ? "" : functionArns.getFirst())
            .replace("%CONTEXT_OBJECT_LITERAL_PLACEHOLDER%", contextPath());
    return definition.contains("\"_tbd_\"") && recording.name().contains("items_eval_jsonata")
        ? replaced.replace("\"_tbd_\"", TextNode.valueOf("{% " + items() + " %}").toString())
        : replaced;
  }

  private String contextPath() {
    return switch (recording.name()) {
      case "test_variable" -> "$$.Execution.Input.input-value";
      default -> recording.parameter().isEmpty() ? "$$.Execution.Input" : recording.parameter();
    };
  }

  /** Named in the error, or the array of what the iterations began with. */
  private String items() {
    var items = NODES.arrayNode();
    for (var answer : recording.answers().values()) {
      for (var event : answer.path("events")) {
        var named = EXPRESSION.matcher(event.toString().replace("\\\"", "\""));
        if (named.find()) {
          return named.group(1);
        }
        if (event.path("type").asText().equals("PassStateEntered")) {
          items.add(json(event.path("stateEnteredEventDetails").path("input")));
        }
      }
    }
    return items.toString();
  }

  private static JsonNode json(JsonNode value) {
    try {
      return value.isTextual() ? JSON.readTree(value.textValue()) : value;
    } catch (JsonProcessingException e) {
      return value;
    }
  }

  private static List<String> keys(String brackets) {
    var keys = new ArrayList<String>();
    var matcher = KEY.matcher(brackets);
    while (matcher.find()) {
      keys.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return keys;
  }

  private static JsonNode find(JsonNode root, List<String> keys) {
    var at = root;
    for (var key : keys) {
      at = at.isArray() ? at.get(Integer.parseInt(key)) : at.path(key);
    }
    return at;
  }

  private static void put(ObjectNode root, List<String> keys, JsonNode value) {
    var parent = find(root, keys.subList(0, keys.size() - 1));
    if (!(parent instanceof ObjectNode object)) {
      throw new NotAtHand("place of the edit " + keys);
    }
    object.set(keys.getLast(), value);
  }

  private static String camel(String constant) {
    var camel = new StringBuilder();
    for (var word : constant.split("_")) {
      camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return camel.toString();
  }
}
