package dev.pawl.node.function;

import static dev.pawl.node.function.TestFunctions.invoke;
import static dev.pawl.node.function.TestFunctions.settings;
import static dev.pawl.node.function.TestFunctions.text;
import static dev.pawl.node.function.TestFunctions.withEnvironment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process sees, what it may use, and what becomes of what it prints. */
class FunctionEnvironmentTest {

  @TempDir Path data;
  private final TestFunctions functions = new TestFunctions();
  private @Nullable FunctionPool started;

  private FunctionPool pool(String... overrides) {
    started = new FunctionPool(settings(data, overrides), functions);
    return started;
  }

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void theEnvironmentIsLambdasAndTheUsersAndNotTheNodes() {
    FunctionSpec function =
        withEnvironment(
            functions.provided("variables", "the-handler"), Map.of("MINE", "yes", "TZ", "UTC"));

    String environment =
        text(
            invoke(
                pool("environment { SHARED = from-operator }"),
                function,
                "{\"do\":\"environment\"}"));

    for (String expected :
        List.of(
            "MINE=yes",
            "SHARED=from-operator",
            "TZ=UTC",
            "_HANDLER=the-handler",
            "AWS_LAMBDA_FUNCTION_NAME=variables",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256",
            "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
            "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/variables",
            "AWS_REGION=us-east-1")) {
      assertTrue(environment.contains(expected), expected + " in " + environment);
    }
    assertFalse(environment.contains("AWS_EXECUTION_ENV"));
    assertFalse(environment.contains("JAVA_HOME="), "inherited: " + environment);
  }

  @Test
  void whatWasPrintedStandsBetweenStartAndEnd() {
    FunctionPool pool = pool();
    List<String> followed = new CopyOnWriteArrayList<>();
    try (var following = pool.logs().follow("print", line -> followed.add(line.text()))) {
      InvocationResult result =
          invoke(pool, functions.provided("print", "any"), "{\"do\":\"print\"}");

      String tail = String.valueOf(result.logTail());
      assertTrue(
          tail.matches(
              "(?s)START RequestId: (\\S+) Version: \\$LATEST\nfirst line\nsecond line\nunfinished\n"
                  + "END RequestId: \\1\nREPORT RequestId: \\1\tDuration: [0-9.]+ ms\tBilled Duration: \\d+ ms"
                  + "\tMemory Size: 256 MB(\tMax Memory Used: \\d+ MB)?\tInit Duration: [0-9.]+ ms\n"),
          tail);
    }
    List<String> lines = pool.logs().tail("print", 100).stream().map(LogLine::text).toList();
    assertTrue(lines.getFirst().startsWith("INIT_START Runtime Version: "), lines.toString());
    assertEquals(lines, followed);
    assertEquals(2, pool.logs().tail("print", 2).size());
  }

  @Test
  void aProcessThatUsesTooMuchMemoryIsKilled() {
    assumeTrue(ProcessMemory.current(ProcessHandle.current().pid()).isPresent(), "no /proc here");
    FunctionPool pool = pool("memory.headroom = 0");
    FunctionSpec function = functions.provided("greedy", "any");

    InvocationResult result = invoke(pool, function, "{\"do\":\"fill-memory\"}");

    assertTrue(
        text(result).endsWith("Error: Runtime exited with error: signal: killed\"}"), text(result));
    assertTrue(String.valueOf(result.logTail()).contains("The process used more than 256 MB"));
  }
}
