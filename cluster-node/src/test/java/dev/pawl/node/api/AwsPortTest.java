package dev.pawl.node.api;

import static dev.pawl.node.api.RawHttp.awsJson;
import static dev.pawl.node.api.RawHttp.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AwsPortTest {

  private volatile Function<Call, CompletionStage<Reply>> answer = call -> done("{}");
  private TestPort port;

  @BeforeEach
  void open() {
    port = TestPort.open((settings, runner) -> TestPort.stepFunctions(runner, operation()));
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void anAnswerCarriesTheRequestId() {
    var answer = exchange(port.port(), awsJson("AWSStepFunctions.ListActivities", "{}"));

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK")
        .containsPattern("x-amzn-RequestId: [0-9a-f-]{36}");
    assertThat(answer).contains("Content-Type: application/x-amz-json-1.0").endsWith("{}");
  }

  @Test
  void anUnknownOperationIsSaidToBeUnknown() {
    var answer = exchange(port.port(), awsJson("AWSStepFunctions.TestState", "{}"));

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("\"__type\":\"UnknownOperationException\"");
  }

  @Test
  void aRequestThatIsNoJsonIsASerializationException() {
    var answer = exchange(port.port(), awsJson("AWSStepFunctions.ListActivities", "{'a'"));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"__type\":\"SerializationException\"");
  }

  @Test
  void whatNobodyForesawIsAnInternalFailureWithoutAStackTrace() {
    serve(call -> {
      throw new IllegalStateException("secret");
    });

    var answer = exchange(port.port(), awsJson("AWSStepFunctions.ListActivities", "{}"));

    assertThat(answer).startsWith("HTTP/1.1 500").contains("\"__type\":\"InternalFailure\"");
    assertThat(answer).doesNotContain("secret").doesNotContain("IllegalState");
  }

  @Test
  void aRequestThatIsTooLargeIsRefusedBeforeItIsRead() {
    var answer =
        exchange(
            port.port(), awsJson("AWSStepFunctions.ListActivities", " ".repeat(9 * 1024 * 1024)));

    assertThat(answer).startsWith("HTTP/1.1 413").contains("RequestEntityTooLargeException");
  }

  @Test
  void theRootAndHealthAnswerPlainly() {
    assertThat(exchange(port.port(), "GET / HTTP/1.1\nHost: x\nConnection: close\n\n"))
        .contains("Pawl");
    assertThat(exchange(port.port(), "GET /health HTTP/1.1\nHost: x\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(exchange(port.port(), "GET /nothing HTTP/1.1\nHost: x\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 404");
  }

  @Test
  void aForeignWebPageMayNotCall() {
    var request = awsJson("AWSStepFunctions.ListActivities", "{}");

    for (var origin :
        new String[] {"https://evil.example", "null", "http://localhost.evil.example"}) {
      assertThat(exchange(port.port(), request.replace("Host:", "Origin: " + origin + "\nHost:")))
          .startsWith("HTTP/1.1 403");
    }
    assertThat(
            exchange(port.port(), request.replace("Host:", "Origin: http://localhost:3000\nHost:")))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aClientThatLeavesReleasesItsPoll() throws IOException {
    var waiting = new AtomicInteger();
    serve(call -> {
      waiting.incrementAndGet();
      var answer = new CompletableFuture<Reply>();
      call.gone().thenRun(() -> answer.complete(Reply.empty()));
      return answer.whenComplete((reply, failure) -> waiting.decrementAndGet());
    });
    var socket = RawHttp.send(port.port(), awsJson("AWSStepFunctions.ListActivities", "{}"));
    await().until(() -> waiting.get() == 1);

    socket.close();

    await().until(() -> waiting.get() == 0);
  }

  @Test
  void aNodeThatStopsAnswersItsPollsAtOnce() throws IOException {
    var waiting = new AtomicInteger();
    serve(call -> {
      waiting.incrementAndGet();
      var answer = new CompletableFuture<Reply>();
      call.gone().thenRun(() -> answer.complete(Reply.empty()));
      return answer;
    });
    try (var socket = RawHttp.send(port.port(), awsJson("AWSStepFunctions.ListActivities", "{}"))) {
      await().until(() -> waiting.get() == 1);

      port.stop();

      assertThat(
              new String(
                  socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void theCommandLineFindsItsPaths() {
    assertThat(exchange(port.port(), "GET /_pawl/info HTTP/1.1\nHost: x\nConnection: close\n\n"))
        .contains("\"version\":\"test\"");
    assertThat(
            exchange(
                port.port(),
                "GET /_pawl/functions/f/log?lines=7 HTTP/1.1\nHost: x\nConnection: close\n\n"))
        .contains("f 7");
    assertThat(
            exchange(
                port.port(),
                "POST /_pawl/backup HTTP/1.1\nHost: x\nConnection: close\nContent-Type: application/json\n"
                    + "Content-Length: 14\n\n{\"file\":\"b.z\"}"))
        .contains("\"file\":\"b.z\"");
  }

  /** The log has the stack trace, and this test has it on purpose. */
  private static String quietly(Supplier<String> work) {
    var log = (Logger) LoggerFactory.getLogger(Failures.class);
    log.setLevel(Level.OFF);
    try {
      return work.get();
    } finally {
      log.setLevel(null);
    }
  }

  private void serve(Function<Call, CompletionStage<Reply>> answer) {
    this.answer = answer;
  }

  private static CompletionStage<Reply> done(String ignored) {
    return CompletableFuture.completedStage(Reply.of(JsonNodeFactory.instance.objectNode()));
  }

  private Operation operation() {
    return new Operation.Asking() {
      @Override
      public OperationShape shape() {
        return StepFunctionsShapes.LIST_ACTIVITIES;
      }

      @Override
      public CompletionStage<Reply> answer(Call call) {
        return answer.apply(call);
      }
    };
  }
}
