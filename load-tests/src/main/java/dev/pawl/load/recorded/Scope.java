package dev.pawl.load.recorded;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a recording needs besides Step Functions and Lambda. */
final class Scope {

  private static final Pattern SERVICE =
      Pattern.compile(
          "arn:(?:aws|<partition>):states:(?:<region>)?::(aws-sdk:[a-z0-9]+|[a-z0-9]+):");
  private static final Pattern RECORDED_SERVICE =
      Pattern.compile("\"resourceType\":\"(aws-sdk:[a-z0-9]+|[a-z0-9]+)\"");

  private Scope() {}

  /**
   * The first service that is none of Step Functions, Lambda and the S3 of distributed Maps; empty
   * when there is none.
   */
  static Optional<String> otherService(Recording recording, String definitions) {
    var inDefinition = SERVICE.matcher(definitions);
    while (inDefinition.find()) {
      if (isOther(inDefinition.group(1))) {
        return Optional.of(inDefinition.group(1));
      }
    }
    var recorded = RECORDED_SERVICE.matcher(recording.answers().toString());
    while (recorded.find()) {
      if (isOther(recorded.group(1))) {
        return Optional.of(recorded.group(1));
      }
    }
    return Optional.empty();
  }

  private static boolean isOther(String service) {
    return switch (service) {
      case "lambda", "states", "s3", "aws-sdk:sfn", "aws-sdk:lambda" -> false;
      default -> true;
    };
  }
}
