package dev.pawl.engine.asl;

import java.util.regex.Pattern;

/** The forms of the ARNs that a Task may name. */
final class ResourceForms {

  static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:[a-z0-9-]+:[^:]*:[^:]*:.+");
  static final Pattern FUNCTION =
      Pattern.compile(
          "arn:[a-z0-9-]+:lambda:[\\w-]*:[\\w-]*:function:[A-Za-z0-9_-]+(:(\\$LATEST|[A-Za-z0-9_-]+))?");
  static final Pattern ACTIVITY =
      Pattern.compile("arn:[a-z0-9-]+:states:[\\w-]*:[\\w-]*:activity:\\S+");
  static final Pattern INTEGRATION =
      Pattern.compile(
          "arn:[a-z0-9-]+:states:[a-z0-9-]*:[0-9]*:(?<service>(aws-sdk:)?[a-z0-9-]+):(?<action>[a-z][A-Za-z0-9]*)(?<pattern>\\.sync:2|\\.sync|\\.waitForTaskToken)?");

  private ResourceForms() {}
}
