package dev.pawl.node.function;

import dev.pawl.node.function.Interpreters.Interpreter;
import dev.pawl.node.function.Interpreters.Language;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runtime names and what they start: {@code provided*}, {@code python3.*}, {@code nodejs*}, {@code
 * java*}.
 */
final class LambdaRuntimes {
  private static final String JAVA_MAIN =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

  private final Path directory;
  private final Path javaDirectory;
  private final Interpreters interpreters;

  /** Writes our own bootstraps into {@code directory}, where interpreters can read them. */
  LambdaRuntimes(Path directory, Path runtimesDirectory, Interpreters interpreters)
      throws IOException {
    this.directory = directory;
    this.javaDirectory = runtimesDirectory.resolve("java");
    this.interpreters = interpreters;
    copyResource("python", "bootstrap.py");
    copyResource("nodejs", "bootstrap.cjs");
  }

  Launch launch(FunctionSpec spec, Path code, Path temporary) throws InvalidEntrypoint {
    String runtime = spec.runtime();
    if (runtime.startsWith("provided")) {
      return provided(code);
    } else if (runtime.startsWith("python3.")) {
      return wrapped(spec, python(spec, code));
    } else if (runtime.startsWith("nodejs")) {
      return wrapped(spec, nodejs(spec, code));
    } else if (runtime.startsWith("java")) {
      return wrapped(spec, java(spec, temporary));
    }
    throw new InvalidEntrypoint(
        "expected a runtime that this node can run (provided.*, python3.*, nodejs*, java*), but the"
            + " function's is '"
            + runtime
            + "'");
  }

  private static Launch provided(Path code) throws InvalidEntrypoint {
    Path bootstrap = code.resolve("bootstrap");
    if (!Files.isRegularFile(bootstrap)) {
      throw new InvalidEntrypoint(
          "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    }
    return new Launch(List.of(bootstrap.toString()), Map.of(), "provided");
  }

  private Launch python(FunctionSpec spec, Path code) throws InvalidEntrypoint {
    Interpreter python = interpreters.find(Language.PYTHON, spec.runtime());
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PYTHONPATH", directory.resolve("python").toString());
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("PYTHONDONTWRITEBYTECODE", "1"); // the code is shared, and read-only
    String script = directory.resolve("python/bootstrap.py").toString();
    return new Launch(
        List.of(python.command(), script), environment, version(Language.PYTHON, spec, python));
  }

  private Launch nodejs(FunctionSpec spec, Path code) throws InvalidEntrypoint {
    Interpreter node = interpreters.find(Language.NODEJS, spec.runtime());
    String script = directory.resolve("nodejs/bootstrap.cjs").toString();
    return new Launch(
        List.of(node.command(), "--max-old-space-size=" + heapMb(spec), script),
        Map.of("NODE_PATH", code.resolve("node_modules").toString()),
        version(Language.NODEJS, spec, node));
  }

  /** AWS's own runtime loads the code itself, from the working directory and its {@code lib}. */
  private Launch java(FunctionSpec spec, Path temporary) throws InvalidEntrypoint {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (!Files.isDirectory(javaDirectory) || !Files.isExecutable(java)) {
      throw new InvalidEntrypoint(
          "couldn't find the Java runtime of Lambda: looked for "
              + java
              + " and "
              + javaDirectory
              + "/*.jar. Set pawl.functions.runtimes-directory");
    }
    List<String> command =
        List.of(
            java.toString(),
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx" + heapMb(spec) + "m",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            javaDirectory + File.separator + "*",
            JAVA_MAIN,
            spec.handler());
    return new Launch(command, Map.of(), "java:" + Runtime.version().feature());
  }

  /** What is left for objects: AWS gives Java and Node.js about as much. */
  private static int heapMb(FunctionSpec spec) {
    return spec.memoryMb() * 85 / 100;
  }

  private static String version(Language language, FunctionSpec spec, Interpreter interpreter)
      throws InvalidEntrypoint {
    Interpreters.Version wanted = Interpreters.wanted(language, spec.runtime());
    String text = interpreter.command() + " " + interpreter.version();
    return Interpreters.isExactly(language, interpreter, wanted)
        ? text
        : text + " (Expected " + spec.runtime() + ", but this node does not have it)";
  }

  /** Lambda, "Modifying the runtime environment", wrapper scripts: not for {@code provided}. */
  private static Launch wrapped(FunctionSpec spec, Launch launch) {
    String wrapper = spec.environment().getOrDefault(EXEC_WRAPPER, "");
    if (wrapper.isEmpty()) {
      return launch;
    }
    List<String> command = new ArrayList<>(List.of(wrapper));
    command.addAll(launch.command());
    return new Launch(command, launch.environment(), launch.version());
  }

  private void copyResource(String language, String name) throws IOException {
    Path target = directory.resolve(language).resolve(name);
    Files.createDirectories(target.getParent());
    String resource = "/function-runtimes/" + language + "/" + name;
    try (InputStream in =
        Objects.requireNonNull(LambdaRuntimes.class.getResourceAsStream(resource), resource)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
