package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import java.io.UncheckedIOException;

/** Answers one task of an activity as the recorded worker did. */
final class ActivityWorker {

  private final AwsClient aws;
  private final String activityArn;
  private final Recording recording;

  ActivityWorker(AwsClient aws, String activityArn, Recording recording) {
    this.aws = aws;
    this.activityArn = activityArn;
    this.recording = recording;
  }

  void start() {
    Thread.ofVirtual().start(this::work);
  }

  private void work() {
    try {
      var poll = AwsClient.object().put("activityArn", activityArn);
      var worker = recorded("activityStartedEventDetails").path("workerName");
      if (worker.isTextual()) {
        poll.set("workerName", worker);
      }
      var task = aws.stepFunctions("GetActivityTask", poll);
      if (task.hasNonNull("taskToken")) {
        answer(task);
      }
    } catch (AwsError | UncheckedIOException e) {
      // The history will show that nobody answered.
    }
  }

  private void answer(JsonNode task) {
    var failed = recorded("activityFailedEventDetails");
    var answer = AwsClient.object();
    answer.set("taskToken", task.get("taskToken"));
    if (failed.isMissingNode()) {
      answer.set("output", task.get("input"));
      aws.stepFunctions("SendTaskSuccess", answer);
      return;
    }
    failed.properties().forEach(entry -> answer.put(entry.getKey(), text(entry.getValue())));
    aws.stepFunctions("SendTaskFailure", answer);
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : PythonJson.write(value);
  }

  private JsonNode recorded(String details) {
    for (var answer : recording.answers().values()) {
      for (var event : answer.path("events")) {
        if (event.has(details)) {
          return event.path(details);
        }
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }
}
