package dev.pawl.load.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the executions of a recording again and compares their histories: the machine from its
 * definition, the input from {@code ExecutionStarted}. The first of two definitions is the target
 * that the second starts.
 */
final class HistoryReplay {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TARGET =
      Pattern.compile(
          "arn:<partition>:states:<region>:(?:111111111111|<secondary_test_aws_account_id>):stateMachine:<ArnPart_0idx>");
  private static final Pattern NUMBERED = Pattern.compile("state_machine_template(\\d)");
  private static final Pattern FUNCTION_NAME =
      Pattern.compile("<?lambda[_-]function[_-](?:(\\d)[_-])?name>?|function_name_branch(\\d)");

  private final Recording recording;
  private final Corpus corpus;
  private final Stage stage;
  private final Masks masks = new Masks();
  private final Buckets buckets;
  private @Nullable String target;
  private String bucket = "";

  HistoryReplay(Recording recording, Corpus corpus, Buckets buckets, Stage stage) {
    this.recording = recording;
    this.corpus = corpus;
    this.buckets = buckets;
    this.stage = stage;
  }

  Optional<Difference> run() throws InterruptedException {
    var files = recording.definitionFiles();
    if (files.isEmpty()) {
      throw new NotAtHand("definition");
    }
    var main = mainDefinition(files);
    var needed = functionsNeeded();
    if (needed > 0) {
      stage.createFunctions(recording.functionSources(), needed);
    }
    var activity =
        recording.answers().containsKey("create_activity_output") ? stage.createActivity() : "";
    var definition = new Edits(recording, stage.functionArns(), activity).apply(corpus.read(main));
    if (definition.contains("startExecution")) {
      var made = stage.createMachine(PythonJson.write(corpus.read(targetDefinition(files, main))));
      target = made;
      definition = definition.replace(Edits.TARGET, made);
    }
    if (Buckets.areNeededBy(definition)) {
      bucket = stage.name();
      buckets.fill(bucket, recording);
      masks.bind("bucket-name", bucket);
    }
    var machine = stage.createMachine(definition);
    if (recording.name().contains("on_deleted")) {
      stage.aws().stepFunctions("DeleteActivity", AwsClient.object().put("activityArn", activity));
    } else if (!activity.isEmpty()) {
      new ActivityWorker(stage.aws(), activity, recording).start();
    }
    return executions(machine);
  }

  private Optional<Difference> executions(String machine) throws InterruptedException {
    var executionArn = "";
    for (var answer : recording.answers().entrySet()) {
      if (Recording.isHistory(answer.getValue())) {
        executionArn = stage.start(machine, input(answer.getValue().path("events")));
        var difference = history(answer.getKey(), answer.getValue(), executionArn);
        if (difference.isPresent()) {
          return difference;
        }
      }
    }
    var described = recording.answers().get("describe_execution");
    return described == null
        ? Optional.empty()
        : masks.compare("describe_execution", described, stage.describe(executionArn));
  }

  private Optional<Difference> history(String name, JsonNode recorded, String executionArn)
      throws InterruptedException {
    stage.awaitEnd(executionArn);
    var found =
        name.endsWith("reverseOrder[True]")
            ? stage.historyReversed(executionArn)
            : stage.history(executionArn);
    return Histories.compare(name, (ArrayNode) recorded.path("events"), found, masks);
  }

  /** The definition that the parameter names, or the one that starts the other. */
  private String mainDefinition(List<String> files) {
    if (files.size() == 1) {
      return files.getFirst();
    }
    var parameter = plain(recording.parameter());
    var numbered = NUMBERED.matcher(recording.parameter());
    if (numbered.matches() && Integer.parseInt(numbered.group(1)) < files.size()) {
      return files.get(Integer.parseInt(numbered.group(1)));
    }
    var starters = new ArrayList<String>();
    for (var file : files) {
      if (file.contains("start_execution")) {
        starters.add(file);
      }
    }
    if (starters.size() == 1) {
      return starters.getFirst();
    }
    if (starters.size() == 2) {
      return starters.get(parameter.endsWith("2") ? 1 : 0);
    }
    return files.stream()
        .filter(file -> named(file, parameter))
        .findFirst()
        .orElseGet(() ->
            files.stream()
                .filter(file -> file.contains("activity_task"))
                .findFirst()
                .orElseThrow(
                    () -> new NotAtHand("which definition " + recording.parameter() + " means")));
  }

  private static boolean named(String file, String parameter) {
    var stem = plain(file.replaceAll(".*_statemachines_", "").replace(".json5", ""));
    return parameter.startsWith(stem)
        || stem.endsWith(parameter)
        || stem.contains(parameter.replace("literal", "")) && !parameter.isEmpty();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String targetDefinition(List<String> files, String main) {
    return files.stream()
        .filter(file -> !file.equals(main) && !file.contains("start_execution"))
        .findFirst()
        .orElseThrow(() -> new NotAtHand("definition of the target"));
  }

  /** As many as masks or edits name; at least one for each source. */
  private int functionsNeeded() {
    var all = recording.answers() + " " + recording.definitionEdits();
    var most = recording.functionSources().size();
    for (var i = 1; i <= 3; i++) {
      if (all.contains("<lambda_function_" + i + "_name>")
          || all.contains("create_" + i + "_res")) {
        most = Math.max(most, i);
      }
    }
    return most;
  }

  private String input(JsonNode events) {
    JsonNode recorded = JSON.getNodeFactory().objectNode();
    for (var event : events) {
      if (event.has("executionStartedEventDetails")) {
        recorded = event.path("executionStartedEventDetails").path("input");
      }
    }
    var unmasked = unmask(recorded);
    return unmasked.isTextual() && isJson(unmasked.textValue())
        ? unmasked.textValue()
        : PythonJson.write(unmasked);
  }

  private static boolean isJson(String text) {
    try {
      return !JSON.readTree(text).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private JsonNode unmask(JsonNode node) {
    if (node.isTextual()) {
      return JSON.getNodeFactory().textNode(unmask(node.textValue()));
    }
    var copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(unmask(entry.getValue())));
    } else if (copy instanceof ArrayNode array) {
      for (var i = 0; i < array.size(); i++) {
        array.set(i, unmask(array.get(i)));
      }
    }
    return copy;
  }

  private String unmask(String text) {
    if (text.equals("timestamp") || text.equals("date")) {
      return Timestamps.of(recording);
    }
    var machine = target == null ? "" : target;
    var unmasked = TARGET.matcher(text).replaceAll(machine);
    if (!bucket.isEmpty() && text.equals("bucket-name")) {
      return bucket;
    }
    if (unmasked.equals("state-machine-arn")) {
      unmasked = machine;
    }
    unmasked =
        unmasked
            .replace("<partition>", "aws")
            .replace("<region>", "us-east-1")
            .replace("111111111111", "000000000000")
            .replace("<trusted_role_arn>", Stage.ROLE)
            .replace("<random_arn_part>", "x");
    return FUNCTION_NAME
        .matcher(unmasked)
        .replaceAll(found -> functionName(found.group(1), found.group(2)));
  }

  private String functionName(@Nullable String number, @Nullable String branch) {
    var index = Integer.parseInt(number != null ? number : branch != null ? branch : "1") - 1;
    var arns = stage.functionArns();
    if (arns.isEmpty()) {
      throw new NotAtHand("function that the input names");
    }
    var arn = arns.get(Math.min(index, arns.size() - 1));
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
