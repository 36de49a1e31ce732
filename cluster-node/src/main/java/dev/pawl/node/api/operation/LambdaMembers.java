package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.persistence.catalog.FunctionEntry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A function as Lambda's answers show it: the structure FunctionConfiguration. */
final class LambdaMembers {

  /** {@code 2026-11-22T16:04:05.123+0000}: Lambda's own. */
  private static final DateTimeFormatter LAST_MODIFIED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private LambdaMembers() {}

  /** With the states of a function that is ready. Pawl is, as soon as the code is stored. */
  static ObjectNode configuration(FunctionEntry entry) {
    return listed(entry).put("State", "Active").put("LastUpdateStatus", "Successful");
  }

  /** As ListFunctions shows it: without its states. */
  static ObjectNode listed(FunctionEntry entry) {
    var configuration = FunctionConfiguration.parse(entry.configuration());
    var node = Members.object();
    node.put("FunctionName", entry.name());
    node.put("FunctionArn", entry.functionArn());
    node.put("Runtime", configuration.runtime());
    node.put("Role", configuration.role());
    node.put("Handler", configuration.handler());
    node.put("CodeSize", configuration.codeBytes());
    node.put("Description", configuration.description());
    node.put("Timeout", configuration.timeoutSeconds());
    node.put("MemorySize", configuration.memoryMb());
    node.put("LastModified", LAST_MODIFIED.format(entry.lastModified()));
    node.put("CodeSha256", entry.codeSha256());
    node.put("Version", entry.version());
    if (!configuration.environment().isEmpty()) {
      configuration
          .environment()
          .forEach(node.putObject("Environment").putObject("Variables")::put);
    }
    node.putObject("TracingConfig").put("Mode", "PassThrough");
    node.put("RevisionId", configuration.revisionId());
    node.put("PackageType", "Zip");
    node.putArray("Architectures").add(configuration.architecture());
    node.putObject("EphemeralStorage").put("Size", configuration.ephemeralStorageMb());
    node.putObject("SnapStart").put("ApplyOn", "None").put("OptimizationStatus", "Off");
    node.putObject("LoggingConfig")
        .put("LogFormat", "Text")
        .put("LogGroup", "/aws/lambda/" + entry.name());
    return node;
  }
}
