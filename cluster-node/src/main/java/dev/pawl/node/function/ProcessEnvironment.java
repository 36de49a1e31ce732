package dev.pawl.node.function;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment variables of a function's process. Nothing is inherited from the node, which
 * knows passwords.
 */
final class ProcessEnvironment {
  private ProcessEnvironment() {}

  /**
   * Defaults first, then the operator's, then the user's own, and last those that nobody may set.
   */
  static Map<String, String> of(
      FunctionSpec spec, FunctionSettings settings, Launch launch, Place place, String logStream) {
    Map<String, String> variables = new LinkedHashMap<>();
    addDefaults(variables, place);
    variables.putAll(launch.environment());
    variables.putAll(settings.environment());
    variables.putAll(spec.environment());
    addReserved(variables, spec, place, logStream);
    return variables;
  }

  private static void addDefaults(Map<String, String> variables, Place place) {
    String code = place.code().toString();
    variables.put("LANG", "en_US.UTF-8");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin");
    variables.put("LD_LIBRARY_PATH", code + ":" + code + "/lib");
    variables.put("TZ", ":UTC");
    variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
    variables.put("AWS_LAMBDA_LOG_FORMAT", "Text");
    // Lambda gives each environment a /tmp of its own; this is how programs are told of another
    // one.
    variables.put("TMPDIR", place.temporary().toString());
    variables.put("HOME", place.temporary().toString());
    // AWS's SDKs refuse to start without some; real ones come from the operator's block.
    variables.put("AWS_ACCESS_KEY_ID", "pawl");
    variables.put("AWS_SECRET_ACCESS_KEY", "pawl");
  }

  private static void addReserved(
      Map<String, String> variables, FunctionSpec spec, Place place, String logStream) {
    variables.put("_HANDLER", spec.handler());
    variables.put("AWS_REGION", spec.region());
    variables.put("AWS_DEFAULT_REGION", spec.region());
    if (!spec.runtime().startsWith("provided")) {
      variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.runtime());
    }
    variables.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMb()));
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", spec.version());
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    variables.put("AWS_LAMBDA_RUNTIME_API", place.runtimeApi());
    variables.put("LAMBDA_TASK_ROOT", place.code().toString());
    variables.put("LAMBDA_RUNTIME_DIR", place.runtimes().toString());
  }

  /** Where a process finds what it needs. */
  record Place(Path code, Path temporary, Path runtimes, String runtimeApi) {}
}
