package dev.pawl.load.durability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Every way in which an execution waits. Each machine keeps its input, and adds results to it. */
enum Kind {
  TIMER(
      """
      {"StartAt": "Sleep", "States": {
        "Sleep": {"Type": "Wait", "SecondsPath": "$.seconds", "Next": "Sleep again"},
        "Sleep again": {"Type": "Wait", "Seconds": 1, "Next": "Done"},
        "Done": {"Type": "Pass", "Result": "slept", "ResultPath": "$.first", "End": true}}}\
      """),
  ACTIVITY(
      """
      {"StartAt": "First", "States": {
        "First": {"Type": "Task", "Resource": "ACTIVITY", "ResultPath": "$.first", "Next": "Second"},
        "Second": {"Type": "Task", "Resource": "ACTIVITY", "ResultPath": "$.second", "End": true}}}\
      """),
  CALLBACK(
      """
      {"StartAt": "Ask", "States": {
        "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
          "Parameters": {"FunctionName": "FUNCTION",
            "Payload": {"n.$": "$.n", "taskToken.$": "$$.Task.Token", "directory.$": "$.directory"}},
          "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 9}],
          "ResultPath": "$.first", "End": true}}}\
      """),
  FUNCTION(
      """
      {"StartAt": "Call", "States": {
        "Call": {"Type": "Task", "Resource": "FUNCTION",
          "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 9}],
          "ResultPath": "$.first", "Next": "Call again"},
        "Call again": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
          "Parameters": {"FunctionName": "FUNCTION", "Payload.$": "$"}, "OutputPath": "$.Payload",
          "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 9}],
          "End": true}}}\
      """),
  RETRY(
      """
      {"StartAt": "Stubborn", "States": {
        "Stubborn": {"Type": "Task", "Resource": "ACTIVITY", "ResultPath": "$.first",
          "Retry": [{"ErrorEquals": ["Again"], "IntervalSeconds": 1, "MaxAttempts": 9, "BackoffRate": 1.5}],
          "End": true}}}\
      """),
  PARALLEL(
      """
      {"StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "ResultPath": "$.first", "End": true, "Branches": [
          {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "SecondsPath": "$.seconds", "End": true}}},
          {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "ACTIVITY", "End": true}}},
          {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": true}}}]}}}\
      """),
  MAP(
      """
      {"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "ResultPath": "$.first", "End": true,
          "ItemSelector": {"n.$": "$.n", "item.$": "$$.Map.Item.Value"},
          "ItemProcessor": {"StartAt": "Work", "States": {
            "Work": {"Type": "Task", "Resource": "ACTIVITY", "End": true}}}}}}\
      """);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String definition;

  Kind(String definition) {
    this.definition = definition;
  }

  String machineName() {
    return "durability-" + name().toLowerCase(Locale.ROOT);
  }

  String definition(String activityArn, String functionArn) {
    return definition.replace("ACTIVITY", activityArn).replace("FUNCTION", functionArn);
  }

  /** The output without what workers and functions make up. */
  boolean isRight(ObjectNode input, String output) {
    try {
      var found = JSON.readTree(output);
      return found.path("n").equals(input.path("n"))
          && found.path("kind").equals(input.path("kind"))
          && switch (this) {
            case TIMER -> found.path("first").asText().equals("slept");
            case ACTIVITY -> answered(found.path("first")) && answered(found.path("second"));
            case CALLBACK, RETRY -> answered(found.path("first"));
            case FUNCTION -> found.path("first").path("n").equals(input.path("n"));
            case PARALLEL ->
                found.path("first").size() == 3 && answered(found.path("first").path(1));
            case MAP -> allItems(input, found);
          };
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean answered(com.fasterxml.jackson.databind.JsonNode result) {
    return result.path("answer").isTextual();
  }

  private static boolean allItems(ObjectNode input, com.fasterxml.jackson.databind.JsonNode found) {
    var items = input.path("items");
    var results = found.path("first");
    for (var i = 0; i < items.size(); i++) {
      if (!answered(results.path(i)) || !results.path(i).path("item").equals(items.get(i))) {
        return false;
      }
    }
    return results.size() == items.size();
  }
}
