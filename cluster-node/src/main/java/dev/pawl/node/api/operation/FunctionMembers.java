package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.function.EnvironmentVariables;
import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.protocol.awsjson.Input;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a function out of a request: those given, and for the others what they were
 * before.
 */
final class FunctionMembers {

  private static final String NO_RUNTIME =
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.";

  private FunctionMembers() {}

  /** Lambda's defaults. API reference, CreateFunction. */
  static FunctionConfiguration defaults(String architecture, int codeBytes) {
    return new FunctionConfiguration(
        "", "", "", "", "", 3, 128, Map.of(), architecture, 512, codeBytes, OptionalInt.empty());
  }

  /** The configuration after the request, under a new revision. */
  static FunctionConfiguration applied(Input input, FunctionConfiguration before) {
    refuseNotOffered(input);
    var runtime = input.findText("Runtime").map(RuntimeNames::checked).orElse(before.runtime());
    var handler = input.findText("Handler").orElse(before.handler());
    if (runtime.isEmpty() || handler.isEmpty()) {
      throw LambdaErrors.invalidParameter(NO_RUNTIME);
    }
    var storage = input.structureOrNull("EphemeralStorage");
    return new FunctionConfiguration(
        LambdaFunctions.newId(),
        input.findText("Role").orElse(before.role()),
        runtime,
        handler,
        input.findText("Description").orElse(before.description()),
        input.findInt("Timeout").orElse(before.timeoutSeconds()),
        input.findInt("MemorySize").orElse(before.memoryMb()),
        environment(input, before.environment()),
        before.architecture(),
        storage == null
            ? before.ephemeralStorageMb()
            : storage.findInt("Size").orElse(before.ephemeralStorageMb()),
        before.codeBytes(),
        before.reservedConcurrency());
  }

  private static Map<String, String> environment(Input input, Map<String, String> before) {
    var environment = input.structureOrNull("Environment");
    if (environment == null) {
      return before;
    }
    var variables = environment.textMapOrNull("Variables");
    var wanted = variables == null ? Map.<String, String>of() : variables;
    EnvironmentVariables.problem(wanted)
        .ifPresent(problem -> {
          throw LambdaErrors.invalidParameter(problem);
        });
    return wanted;
  }

  private static void refuseNotOffered(Input input) {
    refuseOpaque(input, "VpcConfig", "functions inside a VPC");
    refuseOpaque(input, "DeadLetterConfig", "dead-letter queues of functions");
    refuseOpaque(input, "ImageConfig", "container images");
    refuseOpaque(input, "CapacityProviderConfig", "capacity providers");
    refuseOpaque(input, "DurableConfig", "durable functions");
    if (input.findText("KMSKeyArn").filter(arn -> !arn.isEmpty()).isPresent()) {
      throw LambdaErrors.notOffered("keys of your own (KMSKeyArn)");
    }
    if (!input.texts("Layers").isEmpty()) {
      throw LambdaErrors.notOffered("layers");
    }
    if (input.has("FileSystemConfigs") && !input.opaques("FileSystemConfigs").isEmpty()) {
      throw LambdaErrors.notOffered("file systems of functions");
    }
    refuseTracing(input.structureOrNull("TracingConfig"));
    refuseSnapStart(input.structureOrNull("SnapStart"));
    refuseLogging(input.opaqueOrNull("LoggingConfig"));
  }

  private static void refuseTracing(@Nullable Input tracing) {
    if (tracing != null && "Active".equals(tracing.textOrNull("Mode"))) {
      throw LambdaErrors.notOffered("X-Ray tracing of functions");
    }
  }

  private static void refuseSnapStart(@Nullable Input snapStart) {
    if (snapStart != null && !"None".equals(snapStart.findText("ApplyOn").orElse("None"))) {
      throw LambdaErrors.notOffered("SnapStart");
    }
  }

  /** Plain text into the function's own group is what Pawl does. */
  private static void refuseLogging(@Nullable JsonNode logging) {
    if (logging != null
        && (!logging.path("LogFormat").asText("Text").equals("Text") || logging.has("LogGroup"))) {
      throw LambdaErrors.notOffered("log formats and log groups of your choice (LoggingConfig)");
    }
  }

  /** Clients send empty structures for what they do not use. */
  private static void refuseOpaque(Input input, String member, String what) {
    var node = input.opaqueOrNull(member);
    if (node != null && hasContent(node)) {
      throw LambdaErrors.notOffered(what + " (" + member + ")");
    }
  }

  private static boolean hasContent(JsonNode node) {
    if (!node.isContainerNode()) {
      return !node.isNull()
          && !node.asText().isEmpty()
          && !(node.isBoolean() && !node.booleanValue());
    }
    for (var element : node) {
      if (hasContent(element)) {
        return true;
      }
    }
    return false;
  }
}
