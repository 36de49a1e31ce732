package dev.pawl.node.function;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The block {@code pawl.functions}, whose keys say what each of these means.
 *
 * @param directory where code, logs and running processes are kept: {@code functions} in the data
 *     directory
 * @param runtimesDirectory holds {@code java/*.jar}, AWS's runtime interface client
 */
public record FunctionSettings(
    Path directory,
    Path runtimesDirectory,
    int processesMax,
    int queueMax,
    long queueBytesMax,
    Duration queueWaitMax,
    Duration idleTimeout,
    Duration initTimeout,
    Duration codeRetention,
    long unzippedBytesMax,
    int responseBytesMax,
    boolean memoryLimited,
    long memoryHeadroomBytes,
    long logFileBytesMax,
    int logFilesMax,
    String runAs,
    Map<String, String> interpreters,
    Map<String, String> environment) {

  public FunctionSettings {
    interpreters = Map.copyOf(interpreters);
    environment = Map.copyOf(environment);
  }

  FunctionSettings in(Path otherDirectory) {
    return new FunctionSettings(
        otherDirectory,
        runtimesDirectory,
        processesMax,
        queueMax,
        queueBytesMax,
        queueWaitMax,
        idleTimeout,
        initTimeout,
        codeRetention,
        unzippedBytesMax,
        responseBytesMax,
        memoryLimited,
        memoryHeadroomBytes,
        logFileBytesMax,
        logFilesMax,
        runAs,
        interpreters,
        environment);
  }

  /** Reads the block {@code pawl.functions}; {@code dataDirectory} is the node's. */
  public static FunctionSettings of(Config functions, Path dataDirectory) {
    return new FunctionSettings(
        dataDirectory.resolve("functions").toAbsolutePath().normalize(),
        runtimes(functions.getString("runtimes-directory")),
        functions.getInt("processes-max"),
        functions.getInt("queue-max"),
        functions.getBytes("queue-size-max"),
        functions.getDuration("queue-wait-max"),
        functions.getDuration("idle-timeout"),
        functions.getDuration("init-timeout"),
        functions.getDuration("code-retention"),
        functions.getBytes("unzipped-size-max"),
        Math.toIntExact(functions.getBytes("response-size-max")),
        functions.getBoolean("memory.limited"),
        functions.getBytes("memory.headroom"),
        functions.getBytes("log.file-size-max"),
        functions.getInt("log.files-max"),
        functions.getString("run-as"),
        strings(functions.getConfig("interpreters")),
        strings(functions.getConfig("environment")));
  }

  private static Map<String, String> strings(Config config) {
    Map<String, String> strings = new LinkedHashMap<>();
    config
        .entrySet()
        .forEach(entry ->
            strings.put(
                String.join(".", ConfigUtil.splitPath(entry.getKey())),
                entry.getValue().unwrapped().toString()));
    return strings;
  }

  private static Path runtimes(String configured) {
    if (!configured.isEmpty()) {
      return Path.of(configured).toAbsolutePath();
    }
    Path parent = ownLocation().resolveSibling("function-runtimes");
    Path grandparent = ownLocation().resolve("../../function-runtimes").normalize();
    return Files.isDirectory(parent) || !Files.isDirectory(grandparent) ? parent : grandparent;
  }

  /** The jar of the node, or its directory of classes. */
  private static Path ownLocation() {
    try {
      return Path.of(
              FunctionSettings.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
