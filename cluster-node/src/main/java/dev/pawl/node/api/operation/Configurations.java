package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.protocol.awsjson.Input;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of a state machine beside its definition, as JSON text in the form in which
 * Describe shows them.
 */
final class Configurations {

  private static final Pattern ROLE = Pattern.compile("arn:[^:]+:iam::[0-9]{12}:role/[!-~]+");
  private static final String LOGGING_OFF = logging(null, "OFF").toString();
  private static final Pattern LOG_GROUP =
      Pattern.compile("arn:[a-z-]+:logs:[a-z0-9-]*:[0-9]*:log-group:[.\\-_/#A-Za-z0-9]{1,512}:\\*");
  private static final String OWNED_KEY = Members.object().put("type", "AWS_OWNED_KEY").toString();
  private static final String TRACING_OFF = Members.object().put("enabled", false).toString();

  private Configurations() {}

  /** {@code loggingConfiguration} of a request; null if it has none. */
  static @Nullable String logging(Input input) {
    var logging = input.structureOrNull("loggingConfiguration");
    if (logging == null) {
      return null;
    }
    var level = logging.findText("level").orElse("OFF");
    var destinations = logging.structures("destinations");
    if (destinations.size() > 1 || (destinations.isEmpty() && !level.equals("OFF"))) {
      throw oneDestination();
    }
    for (var destination : destinations) {
      checkDestination(destination);
    }
    return logging(logging, level).toString();
  }

  private static void checkDestination(Input destination) {
    var group = destination.structureOrNull("cloudWatchLogsLogGroup");
    var arn = group == null ? null : group.textOrNull("logGroupArn");
    if (arn == null) {
      throw oneDestination();
    }
    if (!LOG_GROUP.matcher(arn).matches()) {
      throw StepFunctionsErrors.invalidLoggingConfiguration(
          "Expected the ARN of a log group that ends in ':*', but found: " + arn);
    }
  }

  private static ApiError oneDestination() {
    return StepFunctionsErrors.invalidLoggingConfiguration(
        "Must specify exactly one Log Destination.");
  }

  private static ObjectNode logging(@Nullable Input logging, String level) {
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
    return node.put("level", level);
  }

  /**
   * {@code tracingConfiguration} of a request; null if it has none.
   *
   * <p>Differs from AWS: it is kept and shown, but there is no X-Ray to which traces could go.
   */
  static @Nullable String tracing(Input input) {
    var tracing = input.structureOrNull("tracingConfiguration");
    return tracing == null
        ? null
        : Members.object().put("enabled", tracing.flag("enabled", false)).toString();
  }

  /**
   * {@code encryptionConfiguration} of a request; null if it has none.
   *
   * <p>Differs from AWS: a key of one's own is refused, because nothing would be encrypted with it.
   */
  static @Nullable String encryption(Input input) {
    var encryption = input.structureOrNull("encryptionConfiguration");
    if (encryption == null) {
      return null;
    }
    var key = encryption.textOrNull("kmsKeyId");
    if (encryption.text("type").equals("AWS_OWNED_KEY")) {
      if (key != null || encryption.has("kmsDataKeyReusePeriodSeconds")) {
        throw StepFunctionsErrors.invalidEncryptionConfiguration(
            "kmsKeyId and kmsDataKeyReusePeriodSeconds are only for CUSTOMER_MANAGED_KMS_KEY.");
      }
      return OWNED_KEY;
    }
    if (key == null) {
      throw StepFunctionsErrors.invalidEncryptionConfiguration(
          "CUSTOMER_MANAGED_KMS_KEY needs a kmsKeyId.");
    }
    throw ApiError.notOffered("keys of your own (encryptionConfiguration)");
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

  /** A role is not used by Pawl yet, but must look like one. */
  static String role(String arn) {
    if (!ROLE.matcher(arn).matches()) {
      throw StepFunctionsErrors.invalidRole(arn);
    }
    return arn;
  }
}
