package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of Step Functions' resources: made for this account and region, and read strictly. API
 * reference, "Resource types defined by AWS Step Functions".
 */
public final class Arns {

  private static final String PREFIX = "arn:aws:states:";
  private static final int TYPE = 5;
  private static final int NAME = 6;
  private static final int PARTS = 7;
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  private final String home;

  public Arns(String account, String region) {
    this.home = PREFIX + region + ":" + account + ":";
  }

  public String stateMachine(String name) {
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

  /**
   * A state machine, or one of its versions or aliases.
   *
   * @param machine the ARN of the machine itself
   * @param qualifier the number of a version or the name of an alias; null = the machine itself
   */
  public record MachineArn(String text, String machine, @Nullable String qualifier) {

    boolean isVersion() {
      return qualifier != null && VERSION.matcher(qualifier).matches();
    }

    boolean isAlias() {
      return qualifier != null && !isVersion();
    }

    /** The number of a version. */
    int version() {
      return Integer.parseInt(String.valueOf(qualifier));
    }
  }

  /** A state machine, or one of its versions or aliases. */
  public static MachineArn machine(String arn) {
    var parts = parts(arn, "stateMachine", 1);
    if (parts.size() > PARTS + 1) {
      throw StepFunctionsErrors.invalidArn("Invalid ARN: " + arn);
    }
    return parts.size() == PARTS
        ? new MachineArn(arn, arn, null)
        : new MachineArn(arn, String.join(":", parts.subList(0, PARTS)), parts.get(PARTS));
  }

  /**
   * A state machine, or one of its versions or aliases, and not one of its Map states (API
   * reference, StartExecution: "a qualified state machine ARN that refers to a Distributed Map
   * state").
   */
  public static MachineArn unlabelled(String arn) {
    var parsed = machine(arn);
    if (!outermost(parsed.machine()).equals(parsed.machine())) {
      throw StepFunctionsErrors.labelledArn(arn);
    }
    return parsed;
  }

  /** The machine that a Map Run's children belong to; any other one is its own. */
  static String outermost(String stateMachineArn) {
    var slash = stateMachineArn.indexOf('/');
    return slash < 0 ? stateMachineArn : stateMachineArn.substring(0, slash);
  }

  /** A state machine itself; a version or an alias is none. */
  public static String checkedStateMachine(String arn) {
    if (unlabelled(arn).qualifier() != null) {
      throw StepFunctionsErrors.stateMachineDoesNotExist(arn);
    }
    return arn;
  }

  /** A version of a state machine. */
  static MachineArn checkedVersion(String arn) {
    var parsed = machine(arn);
    if (!parsed.isVersion()) {
      throw ApiError.validation("Expected the ARN of a state machine version, but found: " + arn);
    }
    return parsed;
  }

  /** An alias of a state machine. */
  static MachineArn checkedAlias(String arn) {
    var parsed = machine(arn);
    if (!parsed.isAlias()) {
      throw ApiError.validation("Expected the ARN of a state machine alias, but found: " + arn);
    }
    return parsed;
  }

  public static String checkedExecution(String arn) {
    parts(arn, "execution", 2);
    return arn;
  }

  /**
   * An execution that can be described: of a Standard machine, or a child of a Map Run, whatever
   * its type (API reference, DescribeExecution).
   */
  static String checkedDescribable(String arn) {
    var parts = arn.split(":", -1);
    if (parts.length > NAME && parts[TYPE].equals("express") && parts[NAME].contains("/")) {
      parts(arn, "express", 3);
      return arn;
    }
    return checkedExecution(arn);
  }

  /** A state machine or an activity: what can have tags. */
  static boolean isActivity(String arn) {
    if (!arn.startsWith("arn:")) {
      throw StepFunctionsErrors.invalidArn("Invalid ARN prefix: " + arn);
    }
    var parts = arn.split(":", -1);
    if (parts.length > TYPE && parts[TYPE].equals("activity")) {
      checkedActivity(arn);
      return true;
    }
    machine(arn);
    return false;
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
    // A database takes no NUL, and no name has a control character.
    if (parts.size() < NAME + names
        || parts.subList(NAME, parts.size()).contains("")
        || arn.chars().anyMatch(Character::isISOControl)) {
      throw StepFunctionsErrors.invalidArn("Invalid ARN: " + arn);
    }
    return parts;
  }
}
