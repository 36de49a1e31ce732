package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.load.node.AwsClient;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call that AWS refused because of the one ARN it named: the operation and the ARN follow from
 * the message. Where the message masks the ARN of what is not there, we name one of our own.
 */
record RefusedCall(String operation, String arn, JsonNode expected) {

  private static final Pattern MESSAGE =
      Pattern.compile("An error occurred \\(\\w+\\) when calling the (\\w+) operation: (.*)");
  private static final Pattern MALFORMED = Pattern.compile("Invalid ARN prefix: (.*)'");
  private static final Pattern MISSING = Pattern.compile("Does Not Exist: '(\\w+)'");
  private static final String HOME = "arn:aws:states:us-east-1:000000000000:";

  private static final Map<String, String> MEMBERS =
      Map.of(
          "DescribeStateMachine", "stateMachineArn",
          "ListExecutions", "stateMachineArn",
          "PublishStateMachineVersion", "stateMachineArn",
          "DescribeExecution", "executionArn",
          "GetExecutionHistory", "executionArn",
          "DescribeActivity", "activityArn",
          "GetActivityTask", "activityArn");

  /** Empty if the message does not tell the whole call. */
  static Optional<RefusedCall> of(JsonNode recorded) {
    var text = recorded.isTextual() ? recorded : recorded.path("exception_value");
    var message = MESSAGE.matcher(text.asText());
    if (!message.matches() || !MEMBERS.containsKey(message.group(1))) {
      return Optional.empty();
    }
    var operation = message.group(1);
    var malformed = MALFORMED.matcher(message.group(2));
    if (malformed.find()) {
      return Optional.of(new RefusedCall(operation, malformed.group(1), recorded));
    }
    var missing = MISSING.matcher(message.group(2));
    if (!missing.find()) {
      return Optional.empty();
    }
    var arn = missing(operation);
    var unmasked = text.asText().replace(missing.group(1), arn);
    return Optional.of(new RefusedCall(operation, arn, TextNode.valueOf(unmasked)));
  }

  private static String missing(String operation) {
    return switch (MEMBERS.getOrDefault(operation, "")) {
      case "executionArn" -> HOME + "execution:never-created:never-started";
      case "activityArn" -> HOME + "activity:never-created";
      default -> HOME + "stateMachine:never-created";
    };
  }

  JsonNode call(AwsClient aws) {
    return aws.stepFunctions(
        operation, AwsClient.object().put(MEMBERS.getOrDefault(operation, ""), arn));
  }
}
