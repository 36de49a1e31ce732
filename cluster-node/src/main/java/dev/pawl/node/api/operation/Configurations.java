package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.protocol.awsjson.Input;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of a state machine beside its definition, as JSON text in the form in which
 * Describe shows them. What they would switch on is not offered yet, so only the settings that
 * switch it off are taken.
 */
final class Configurations {

  private static final String LOGGING_OFF = loggingOff(null).toString();
  private static final String OWNED_KEY = Members.object().put("type", "AWS_OWNED_KEY").toString();
  private static final String TRACING_OFF = Members.object().put("enabled", false).toString();

  private Configurations() {}

  /** {@code loggingConfiguration} of a request; null if it has none. */
  static @Nullable String logging(Input input) {
    var logging = input.structureOrNull("loggingConfiguration");
    if (logging == null) {
      return null;
    }
    if (!logging.findText("level").orElse("OFF").equals("OFF")) {
      throw ApiError.notOffered("the logging of executions (loggingConfiguration)");
    }
    return loggingOff(logging).toString();
  }

  private static ObjectNode loggingOff(@Nullable Input logging) {
    var node = Members.object();
    if (logging != null && logging.has("destinations")) {
      var destinations = node.putArray("destinations");
      for (var destination : logging.structures("destinations")) {
        var group = destination.structureOrNull("cloudWatchLogsLogGroup");
        var written = destinations.addObject();
        if (group != null) {
          Members.text(
              written.putObject("cloudWatchLogsLogGroup"),
              "logGroupArn",
              group.textOrNull("logGroupArn"));
        }
      }
    }
    node.put(
        "includeExecutionData", logging != null && logging.flag("includeExecutionData", false));
    return node.put("level", "OFF");
  }

  /** {@code tracingConfiguration} of a request; null if it has none. */
  static @Nullable String tracing(Input input) {
    var tracing = input.structureOrNull("tracingConfiguration");
    if (tracing == null) {
      return null;
    }
    if (tracing.flag("enabled", false)) {
      throw ApiError.notOffered("X-Ray tracing (tracingConfiguration)");
    }
    return TRACING_OFF;
  }

  /** {@code encryptionConfiguration} of a request; null if it has none. */
  static @Nullable String encryption(Input input) {
    var encryption = input.structureOrNull("encryptionConfiguration");
    if (encryption == null) {
      return null;
    }
    if (!encryption.text("type").equals("AWS_OWNED_KEY")) {
      throw ApiError.notOffered("keys of your own (encryptionConfiguration)");
    }
    return OWNED_KEY;
  }

  static String orLoggingOff(@Nullable String logging) {
    return logging == null ? LOGGING_OFF : logging;
  }

  static String orOwnedKey(@Nullable String encryption) {
    return encryption == null ? OWNED_KEY : encryption;
  }

  static String orTracingOff(@Nullable String tracing) {
    return tracing == null ? TRACING_OFF : tracing;
  }

  /** {@code tags} of a request must be absent or empty. */
  static void refuseTags(Input input) {
    if (!input.structures("tags").isEmpty()) {
      throw ApiError.notOffered("tags");
    }
  }

  /** {@code publish} must be absent or false, and then AWS allows no description of a version. */
  static void refusePublish(Input input) {
    if (input.flag("publish", false)) {
      throw ApiError.notOffered("versions of state machines (publish)");
    }
    if (input.has("versionDescription")) {
      throw ApiError.validation("Version description can only be set when publish is true");
    }
  }

  /** A role is not used by Pawl yet, but must look like one. */
  static String role(String arn) {
    if (!arn.startsWith("arn:")) {
      throw StepFunctionsErrors.invalidRole(arn);
    }
    return arn;
  }
}
