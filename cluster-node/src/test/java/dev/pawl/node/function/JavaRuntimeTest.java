package dev.pawl.node.function;

import static dev.pawl.node.function.TestFunctions.invoke;
import static dev.pawl.node.function.TestFunctions.settings;
import static dev.pawl.node.function.TestFunctions.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in Java, on AWS's own runtime interface client. */
class JavaRuntimeTest {
  @TempDir Path data;
  private final TestFunctions functions = new TestFunctions();
  private FunctionPool pool;

  @BeforeEach
  void open() {
    pool = new FunctionPool(settings(data), functions);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private FunctionSpec function(String handler) {
    return functions.function(
        "java", "java21", handler, TestFunctions.zipOfClass(JavaHandler.class));
  }

  @Test
  void aHandlerGetsItsEventAndItsResultIsJson() throws Exception {
    FunctionSpec function = function("dev.pawl.node.function.JavaHandler::handle");

    InvocationResult result = invoke(pool, function, "{\"a\":[1,{\"b\":true}]}");

    JsonNode json = new ObjectMapper().readTree(result.payload());
    assertNull(result.functionError(), text(result));
    assertEquals("{\"a\":[1,{\"b\":true}]}", json.get("event").toString());
    assertEquals("[1,\"two\"]", json.get("list").toString());
    assertTrue(String.valueOf(result.logTail()).contains("handling {a=[1, {b=true}]}"));
  }

  @Test
  void anExceptionIsReportedAsLambdaDoes() throws Exception {
    FunctionSpec function = function("dev.pawl.node.function.JavaHandler::handle");

    InvocationResult result = invoke(pool, function, "{\"fail\":true}");

    JsonNode json = new ObjectMapper().readTree(result.payload());
    assertEquals("Unhandled", result.functionError());
    assertEquals("as asked", json.get("errorMessage").textValue());
    assertEquals("java.lang.IllegalStateException", json.get("errorType").textValue());
    assertTrue(json.at("/stackTrace/0").textValue().contains("JavaHandler.handle"));
  }

  @Test
  void aClassThatIsNotThereIsReported() throws Exception {
    InvocationResult result = invoke(pool, function("no.such.Handler::handle"), "{}");

    JsonNode json = new ObjectMapper().readTree(result.payload());
    assertEquals("Class not found: no.such.Handler", json.get("errorMessage").textValue());
    assertEquals("java.lang.ClassNotFoundException", json.get("errorType").textValue());
  }
}
