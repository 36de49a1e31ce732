package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the tests of single calls have in common: one machine, and what was made of it. */
final class Scene {

  private static final Pattern SUFFIX = Pattern.compile("-(R\\d+)\"");
  private static final Pattern LIMIT = Pattern.compile("invalid_token_(\\d+)_chars");

  final Recording recording;
  final Stage stage;
  private final Corpus corpus;
  private @Nullable String machineArn;
  private @Nullable String nextToken;

  Scene(Recording recording, Corpus corpus, Stage stage) {
    this.recording = recording;
    this.corpus = corpus;
    this.stage = stage;
  }

  /** One answer of a test, by the name under which it was kept. */
  interface Script {
    JsonNode call(String answer, JsonNode recorded) throws InterruptedException;
  }

  JsonNode call(String operation, ObjectNode request) {
    var answer = stage.aws().stepFunctions(operation, request);
    nextToken = answer.path("nextToken").asText(nextToken);
    return answer;
  }

  JsonNode call(String operation, String member, String value) {
    return call(operation, AwsClient.object().put(member, value));
  }

  // ---- the machine

  String machine() {
    if (machineArn == null) {
      create(AwsClient.object());
    }
    return String.valueOf(machineArn);
  }

  String version(int number) {
    return machine() + ":" + number;
  }

  /** Creates the machine; the request may have more members than the usual ones. */
  JsonNode create(ObjectNode more) {
    ObjectNode request =
        AwsClient.object()
            .put("name", stage.name())
            .put("definition", definition())
            .put("type", recording.name().contains("express") ? "EXPRESS" : "STANDARD")
            .put("roleArn", Stage.ROLE);
    request.setAll(more);
    var created = call("CreateStateMachine", request);
    machineArn = created.path("stateMachineArn").asText();
    return created;
  }

  String definition() {
    return PythonJson.write(template());
  }

  /** The definition with another comment: another revision. */
  String definition(String suffix) {
    var template = template();
    template.put("Comment", template.path("Comment").asText() + "-" + suffix);
    return PythonJson.write(template);
  }

  private ObjectNode template() {
    if (recording.definitionFiles().isEmpty()) {
      throw new NotAtHand("definition");
    }
    return corpus.read(recording.definitionFiles().getFirst());
  }

  /** {@code R1}, {@code R2} …: what the test added to the comment, in its order. */
  List<String> suffixes() {
    var found = new ArrayList<String>();
    for (var edit : recording.definitionEdits()) {
      var suffix = SUFFIX.matcher(edit);
      if (suffix.find()) {
        found.add(suffix.group(1));
      }
    }
    return found;
  }

  JsonNode update(ObjectNode change) {
    return call("UpdateStateMachine", change.put("stateMachineArn", machine()));
  }

  JsonNode describe(String arn) {
    return call("DescribeStateMachine", "stateMachineArn", arn);
  }

  // ---- lists

  String nextToken() {
    if (nextToken == null) {
      throw new NotAtHand("token of the page before");
    }
    return nextToken;
  }

  /** A list with more than it may have, as the recorded refusal shows. */
  JsonNode listBeyondLimits(String operation, ObjectNode request, JsonNode recorded) {
    var limit = LIMIT.matcher(recorded.toString());
    return limit.find()
        ? call(operation, request.put("nextToken", "x".repeat(Integer.parseInt(limit.group(1)))))
        : call(operation, request.put("maxResults", 1_001));
  }

  /** The first recorded answer after this one whose name begins so. */
  JsonNode next(String answer, String prefix) {
    Iterator<Map.Entry<String, JsonNode>> answers = recording.answers().entrySet().iterator();
    var passed = false;
    while (answers.hasNext()) {
      var one = answers.next();
      if (passed && one.getKey().startsWith(prefix)) {
        return one.getValue();
      }
      passed |= one.getKey().equals(answer);
    }
    throw new NotAtHand("what followed " + answer);
  }
}
