package dev.pawl.node.function;

import static dev.pawl.node.function.TestFunctions.invoke;
import static dev.pawl.node.function.TestFunctions.settings;
import static dev.pawl.node.function.TestFunctions.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in JavaScript, on our own bootstrap. Skipped where there is no Node.js. */
class NodejsRuntimeTest {
  @TempDir Path data;
  private final TestFunctions functions = new TestFunctions();
  private FunctionPool pool;

  @BeforeEach
  void open() {
    assumeTrue(RuntimeTests.has(Interpreters.Language.NODEJS, "nodejs20.x"), "no Node.js here");
    pool = new FunctionPool(settings(data), functions);
  }

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private InvocationResult run(String file, String code, String event) {
    return invoke(pool, functions.function("js", "nodejs20.x", "index.handler", file, code), event);
  }

  private JsonNode failure(String file, String code) throws Exception {
    InvocationResult result = run(file, code, "{}");
    assertEquals("Unhandled", result.functionError(), text(result));
    return new ObjectMapper().readTree(result.payload());
  }

  @Test
  void anAsyncHandlerGetsItsEventAndTheContext() {
    InvocationResult result =
        run(
            "index.mjs",
            """
            export const handler = async (event, context) => {
              console.log('hello', event.a);
              return { event, name: context.functionName, limit: context.memoryLimitInMB,
                       left: context.getRemainingTimeInMillis() > 0, id: context.awsRequestId.length };
            };
            """,
            "{\"a\":\"ß\"}");

    assertEquals(
        "{\"event\":{\"a\":\"ß\"},\"name\":\"js\",\"limit\":\"256\",\"left\":true,\"id\":36}",
        text(result));
    assertTrue(
        String.valueOf(result.logTail()).matches("(?s).*\n\\S+Z\t[0-9a-f-]{36}\tINFO\thello ß\n.*"),
        result.logTail());
  }

  @Test
  void aCallbackAnswersWhenTheEventLoopIsEmpty() {
    InvocationResult result =
        run(
            "index.js",
            "let late = 0; exports.handler = (event, context, callback) => {"
                + " setTimeout(() => { late = 1; console.log('late'); }, 300); callback(null, 'done'); };",
            "{}");

    assertEquals("\"done\"", text(result));
    assertTrue(String.valueOf(result.logTail()).contains("late"));
  }

  @Test
  void aCallbackNeedNotWait() {
    assertEquals(
        "\"done\"",
        text(
            run(
                "index.js",
                "exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false;"
                    + " setInterval(() => {}, 1000); callback(null, 'done'); };",
                "{}")));
  }

  @Test
  void anUndefinedResultIsNull() {
    InvocationResult result = run("index.js", "exports.handler = async () => {};", "{}");

    assertEquals("null", text(result));
    assertNull(result.functionError());
  }

  @Test
  void aRejectionHasTypeMessageAndTrace() throws Exception {
    JsonNode json =
        failure("index.js", "exports.handler = async () => { throw new TypeError('m'); };");

    assertEquals("TypeError", json.get("errorType").textValue());
    assertEquals("m", json.get("errorMessage").textValue());
    assertEquals("TypeError: m", json.at("/trace/0").textValue());
  }

  @Test
  void whatIsNotAnErrorCanBeThrownToo() throws Exception {
    JsonNode json = failure("index.js", "exports.handler = async () => { throw 'text'; };");

    assertEquals(
        "{\"errorType\":\"string\",\"errorMessage\":\"text\",\"trace\":[]}", json.toString());
  }

  @Test
  void aModuleThatIsNotThereIsNamed() throws Exception {
    JsonNode json = failure("other.js", "");

    assertEquals("Runtime.ImportModuleError", json.get("errorType").textValue());
    assertTrue(
        json.get("errorMessage").textValue().startsWith("Error: Cannot find module '"),
        json.toString());
  }

  @Test
  void aHandlerThatIsMissingIsNamed() throws Exception {
    JsonNode json = failure("index.js", "exports.other = 1;");

    assertEquals("Runtime.HandlerNotFound", json.get("errorType").textValue());
    assertEquals(
        "index.handler is undefined or not exported", json.get("errorMessage").textValue());
  }

  @Test
  void aSyntaxErrorIsOne() throws Exception {
    assertEquals(
        "Runtime.UserCodeSyntaxError",
        failure("index.js", "exports.handler = async ( => {").get("errorType").textValue());
  }

  @Test
  void aRejectionThatNobodyHandlesEndsTheInvocation() throws Exception {
    JsonNode json =
        failure(
            "index.js",
            "exports.handler = () => new Promise(() => { Promise.reject(new Error('lost')); setInterval(() => {}, 1000); });");

    assertEquals("Runtime.UnhandledPromiseRejection", json.get("errorType").textValue());
    assertEquals("Error: lost", json.get("errorMessage").textValue());
  }

  @Test
  void aPromiseThatNobodyCanSettleIsAnError() throws Exception {
    JsonNode json = failure("index.js", "exports.handler = () => new Promise(() => {});");

    assertEquals("Runtime.NodeJsExit", json.get("errorType").textValue());
  }
}
