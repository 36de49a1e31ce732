package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import java.util.List;

/**
 * The names of Step Functions' resources: made for this account and region, and read strictly. API
 * reference, "Resource types defined by AWS Step Functions".
 */
final class Arns {

  private static final String PREFIX = "arn:aws:states:";
  private static final int TYPE = 5;
  private static final int NAME = 6;
  private static final int PARTS = 7;

  private final String home;

  Arns(String account, String region) {
    this.home = PREFIX + region + ":" + account + ":";
  }

  String stateMachine(String name) {
    return home + "stateMachine:" + name;
  }

  String activity(String name) {
    return home + "activity:" + name;
  }

  /** An execution of a Standard machine. */
  static String execution(String stateMachineArn, String name) {
    return replaceType(stateMachineArn, "execution") + ":" + name;
  }

  /** An execution of an Express machine; {@code id} tells executions of the same name apart. */
  static String express(String stateMachineArn, String name, String id) {
    return replaceType(stateMachineArn, "express") + ":" + name + ":" + id;
  }

  private static String replaceType(String stateMachineArn, String type) {
    return stateMachineArn.replaceFirst(":stateMachine:", ":" + type + ":");
  }

  /** A state machine itself, not one of its versions or aliases. */
  static String checkedStateMachine(String arn) {
    var parts = parts(arn, "stateMachine", 1);
    if (parts.size() > PARTS) {
      throw ApiError.notOffered("versions and aliases of state machines ('" + arn + "')");
    }
    return arn;
  }

  static String checkedExecution(String arn) {
    parts(arn, "execution", 2);
    return arn;
  }

  static String checkedMapRun(String arn) {
    parts(arn, "mapRun", 2);
    return arn;
  }

  static String checkedActivity(String arn) {
    parts(arn, "activity", 1);
    return arn;
  }

  /** The name of the machine in the ARN of one of its executions. */
  static String stateMachineName(String executionArn) {
    return List.of(executionArn.split(":", -1)).get(NAME);
  }

  private static List<String> parts(String arn, String type, int names) {
    var parts = List.of(arn.split(":", -1));
    if (!arn.startsWith("arn:")) {
      throw StepFunctionsErrors.invalidArn("Invalid ARN prefix: " + arn);
    }
    if (parts.size() < PARTS || !parts.get(2).equals("states")) {
      throw StepFunctionsErrors.invalidArn("Invalid ARN: " + arn);
    }
    if (!parts.get(TYPE).equals(type)) {
      throw StepFunctionsErrors.invalidArn(
          "Resource type not valid in this context: " + parts.get(TYPE));
    }
    if (parts.size() < NAME + names || parts.subList(NAME, parts.size()).contains("")) {
      throw StepFunctionsErrors.invalidArn("Invalid ARN: " + arn);
    }
    return parts;
  }
}
