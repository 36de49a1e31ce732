package dev.pawl.node.function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules for a function's own environment variables. AWS, "Environment variables": reserved
 * keys, 4 KB.
 */
public final class EnvironmentVariables {
  /** Lambda quotas, "Environment variables": 4 KB in all. */
  public static final int BYTES_MAX = 4096;

  private static final String UNABLE =
      "Lambda was unable to configure your environment variables because the environment variables"
          + " you have provided ";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])+");
  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_DEFAULT_REGION",
          "AWS_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_LAMBDA_RUNTIME_API",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR",
          "AWS_LAMBDA_MAX_CONCURRENCY",
          "AWS_LAMBDA_METADATA_API",
          "AWS_LAMBDA_METADATA_TOKEN");

  private EnvironmentVariables() {}

  /**
   * The message of the InvalidParameterValueException that these variables deserve, or empty when
   * they may be set.
   */
  public static Optional<String> problem(Map<String, String> variables) {
    List<String> reserved =
        variables.keySet().stream().filter(RESERVED::contains).sorted().toList();
    if (!reserved.isEmpty()) {
      return Optional.of(
          UNABLE
              + "contains reserved keys that are currently not supported for modification."
              + " Reserved keys used in this request: "
              + String.join(", ", reserved));
    }
    return illegalName(variables).or(() -> nullCharacter(variables)).or(() -> tooLarge(variables));
  }

  private static Optional<String> illegalName(Map<String, String> variables) {
    return variables.keySet().stream()
        .filter(name -> !NAME.matcher(name).matches())
        .findFirst()
        .map(name ->
            "1 validation error detected: Value at 'environment.variables' failed to satisfy"
                + " constraint: Map keys must satisfy constraint: [Member must satisfy regular"
                + " expression pattern: "
                + NAME.pattern()
                + "]");
  }

  private static Optional<String> nullCharacter(Map<String, String> variables) {
    return variables.entrySet().stream()
        .filter(entry -> entry.getValue().indexOf('\0') >= 0)
        .findFirst()
        .map(entry -> UNABLE + "contain a null character in the value of " + entry.getKey() + ".");
  }

  private static Optional<String> tooLarge(Map<String, String> variables) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    variables.forEach(json::put);
    String measured = json.toString();
    return measured.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX
        ? Optional.empty()
        : Optional.of(UNABLE + "exceeded the 4KB limit. String measured: " + measured);
  }
}
