package dev.pawl.node.function;

import static dev.pawl.node.function.TestFunctions.invoke;
import static dev.pawl.node.function.TestFunctions.settings;
import static dev.pawl.node.function.TestFunctions.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in Python, on our own bootstrap. Skipped where there is no Python. */
class PythonRuntimeTest {
  @TempDir Path data;
  private final TestFunctions functions = new TestFunctions();
  private FunctionPool pool;

  @BeforeEach
  void open() {
    assumeTrue(RuntimeTests.has(Interpreters.Language.PYTHON, "python3.12"), "no Python here");
    pool = new FunctionPool(settings(data), functions);
  }

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private InvocationResult run(String handler, String code, String event) {
    return invoke(pool, functions.function("py", "python3.12", handler, "f.py", code), event);
  }

  private JsonNode failure(String handler, String code, String event) throws Exception {
    InvocationResult result = run(handler, code, event);
    assertEquals("Unhandled", result.functionError(), text(result));
    return new ObjectMapper().readTree(result.payload());
  }

  @Test
  void aHandlerGetsItsEventAndTheContext() throws Exception {
    String code =
        """
        import os
        def handler(event, context):
            print("hello", event["a"])
            return {"event": event, "id": context.aws_request_id, "arn": context.invoked_function_arn,
                    "left": 0 < context.get_remaining_time_in_millis() <= 20000,
                    "limit": context.memory_limit_in_mb, "cwd": os.getcwd() == os.environ["LAMBDA_TASK_ROOT"],
                    "custom": context.client_context.custom, "ü": "é"}
        """;
    FunctionSpec function = functions.function("py", "python3.12", "f.handler", "f.py", code);

    InvocationResult result =
        pool.invoke(
                function,
                "an-id",
                "{\"a\":\"ß\"}".getBytes(StandardCharsets.UTF_8),
                Optional.of("{\"custom\":{\"k\":\"v\"}}"))
            .toCompletableFuture()
            .join();

    JsonNode json = new ObjectMapper().readTree(result.payload());
    assertEquals(
        "{\"event\":{\"a\":\"ß\"},\"id\":\"an-id\",\"arn\":\""
            + function.arn()
            + "\",\"left\":true,"
            + "\"limit\":\"256\",\"cwd\":true,\"custom\":{\"k\":\"v\"},\"ü\":\"é\"}",
        json.toString());
    assertTrue(String.valueOf(result.logTail()).contains("\nhello ß\n"), result.logTail());
  }

  @Test
  void anExceptionHasTypeMessageRequestIdAndTheUsersFrames() throws Exception {
    String code = "def handler(event, context):\n    raise ValueError('m')\n";

    JsonNode json = failure("f.handler", code, "{}");

    assertEquals("m", json.get("errorMessage").textValue());
    assertEquals("ValueError", json.get("errorType").textValue());
    assertEquals(36, json.get("requestId").textValue().length());
    assertEquals(1, json.get("stackTrace").size());
    assertTrue(
        json.at("/stackTrace/0")
            .textValue()
            .matches("  File \".*/f\\.py\", line 2, in handler\n    raise ValueError\\('m'\\)\n"),
        json.toString());
  }

  @Test
  void aModuleThatCannotBeImportedIsNamed() throws Exception {
    JsonNode json = failure("nowhere.handler", "", "{}");

    assertEquals(
        "{\"errorMessage\":\"Unable to import module 'nowhere': No module named 'nowhere'\","
            + "\"errorType\":\"Runtime.ImportModuleError\",\"requestId\":\"\",\"stackTrace\":[]}",
        json.toString());
  }

  @Test
  void aHandlerThatIsMissingIsNamed() throws Exception {
    JsonNode json = failure("f.other", "x = 1", "{}");

    assertEquals("Handler 'other' missing on module 'f'", json.get("errorMessage").textValue());
    assertEquals("Runtime.HandlerNotFound", json.get("errorType").textValue());
  }

  @Test
  void aHandlerWithoutDotIsMalformed() throws Exception {
    JsonNode json = failure("handler", "x = 1", "{}");

    assertEquals(
        "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
        json.get("errorMessage").textValue());
    assertEquals("Runtime.MalformedHandlerName", json.get("errorType").textValue());
  }

  @Test
  void aSyntaxErrorIsOne() throws Exception {
    assertEquals(
        "Runtime.UserCodeSyntaxError",
        failure("f.handler", "def handler(:", "{}").get("errorType").textValue());
  }

  @Test
  void bytesComeOutAsAString() throws Exception {
    InvocationResult result = run("f.handler", "def handler(e, c):\n    return b'Hello!'\n", "{}");

    assertEquals("\"Hello!\"", text(result));
  }

  @Test
  void aResultThatIsNotJsonIsAMarshalError() throws Exception {
    JsonNode json = failure("f.handler", "def handler(e, c):\n    return {1, 2}\n", "{}");

    assertEquals(
        "Unable to marshal response: Object of type set is not JSON serializable",
        json.get("errorMessage").textValue());
    assertEquals("Runtime.MarshalError", json.get("errorType").textValue());
  }

  @Test
  void anExitOfTheHandlerIsAnExitError() throws Exception {
    JsonNode json = failure("f.handler", "import sys\ndef handler(e, c):\n    sys.exit(5)\n", "{}");

    assertEquals("Runtime.ExitError", json.get("errorType").textValue());
    assertTrue(json.get("errorMessage").textValue().endsWith("exit status 5"));
  }

  @Test
  void aHandlerInADirectoryFindsItsPackage() {
    FunctionSpec function =
        functions.function(
            "pkg",
            "python3.12",
            "pkg/mod.handler",
            TestFunctions.zip(
                Map.of(
                    "pkg/__init__.py", new byte[0],
                    "pkg/mod.py",
                        "from pkg.other import answer\ndef handler(e, c):\n    return answer\n"
                            .getBytes(StandardCharsets.UTF_8),
                    "pkg/other.py", "answer = 42\n".getBytes(StandardCharsets.UTF_8))));

    assertEquals("42", text(invoke(pool, function, "{}")));
  }

  @Test
  void logRecordsCarryTheRequestId() {
    String code =
        """
        import logging
        def handler(e, c):
            logging.getLogger().warning("watch out")
        """;

    InvocationResult result = run("f.handler", code, "{}");

    assertEquals("null", text(result));
    assertTrue(
        String.valueOf(result.logTail())
            .matches("(?s).*\n\\[WARNING]\t\\S+Z\t[0-9a-f-]{36}\twatch out\n.*"),
        result.logTail());
  }
}
