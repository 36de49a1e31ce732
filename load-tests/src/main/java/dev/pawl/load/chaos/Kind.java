package dev.pawl.load.chaos;

import java.util.Locale;

/**
 * The workflows under chaos. A task that a dying node has handed to nobody is found again by its
 * time-out, as AWS advises for activities; so every task has one, and a Retry.
 */
enum Kind {
  /** Three steps by outside workers. */
  STEPS(
      """
      {"StartAt": "A", "States": {
        "A": {TASK, "ResultPath": "$.a", "Next": "B"},
        "B": {TASK, "ResultPath": "$.b", "Next": "C"},
        "C": {TASK, "ResultPath": "$.c", "End": true}}}\
      """),
  /** Sleeps; parked after a while. */
  WAIT(
      """
      {"StartAt": "Sleep", "States": {
        "Sleep": {"Type": "Wait", "SecondsPath": "$.seconds", "Next": "Done"},
        "Done": {"Type": "Pass", "Result": "slept", "ResultPath": "$.a", "End": true}}}\
      """),
  /** Five items, two at a time. */
  MAP(
      """
      {"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "ResultPath": "$.a", "End": true,
          "ItemProcessor": {"StartAt": "Work", "States": {"Work": {TASK, "End": true}}}}}}\
      """),
  /** Steps and sleeps side by side. */
  PARALLEL(
      """
      {"StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "ResultPath": "$.a", "End": true, "Branches": [
          {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "SecondsPath": "$.seconds", "End": true}}},
          {"StartAt": "Work", "States": {"Work": {TASK, "End": true}}}]}}}\
      """),
  /** Starts another execution, which a worker tells of the token; and waits for the worker's answer. */
  CALLBACK(
      """
      {"StartAt": "Call", "States": {
        "Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.waitForTaskToken",
          "TimeoutSeconds": 20, "ResultPath": "$.a", "End": true,
          "Retry": [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 99}],
          "Parameters": {"StateMachineArn": "CALLED", "Input": {
            "n.$": "$.n", "kind": "callback", "token.$": "$$.Task.Token"}}}}}\
      """),
  /** What a callback starts: a step. */
  CALLED(
      """
      {"StartAt": "Work", "States": {"Work": {TASK, "End": true}}}\
      """),
  /** One step after the other, for minutes: shows for how long an execution stood still. */
  TICK(
      """
      {"StartAt": "Tick", "States": {
        "Tick": {TASK, "ResultPath": "$.tick", "Next": "More"},
        "More": {"Type": "Choice", "Choices": [
          {"Variable": "$.tick.more", "BooleanEquals": true, "Next": "Tick"}], "Default": "Done"},
        "Done": {"Type": "Succeed"}}}\
      """);

  private static final String TASK =
      """
      "Type": "Task", "Resource": "ACTIVITY", "TimeoutSeconds": 20,
          "Retry": [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 99}]\
      """;

  private final String definition;

  Kind(String definition) {
    this.definition = definition;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param calledArn the machine of {@link #CALLED}
   */
  String definition(String activityArn, String calledArn) {
    return definition
        .replace("{TASK", "{" + TASK)
        .replace("ACTIVITY", activityArn)
        .replace("CALLED", calledArn);
  }
}
