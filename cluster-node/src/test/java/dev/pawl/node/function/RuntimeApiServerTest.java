package dev.pawl.node.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.node.function.RuntimeApi.Answer;
import dev.pawl.node.function.RuntimeApi.Report;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP as the runtimes of the various languages write it. */
class RuntimeApiServerTest {
  private static final String VERSION = "/2018-06-01/runtime/";

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private RuntimeApiServer server;

  /** Says what it was asked. */
  private final class Recorder implements RuntimeApi {
    @Override
    public Answer next() {
      calls.add("next");
      return new Answer(200, Map.of("Lambda-Runtime-Aws-Request-Id", "id"), new byte[] {'{', '}'});
    }

    @Override
    public Answer response(Report report) {
      return record("response", report);
    }

    @Override
    public Answer error(Report report) {
      return record("error", report);
    }

    @Override
    public Answer initError(Report report) {
      return record("init", report);
    }

    private Answer record(String call, Report report) {
      calls.add(
          "%s %s %s %s%s"
              .formatted(
                  call,
                  report.requestId(),
                  report.errorType(),
                  new String(report.body(), StandardCharsets.UTF_8),
                  report.tooLarge() ? " too large" : ""));
      return Answer.ACCEPTED;
    }
  }

  @BeforeEach
  void open() throws IOException {
    server = new RuntimeApiServer(new Recorder(), 10);
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Sends it all and reads until the server closes. */
  private String send(String text) throws IOException {
    String[] address = server.address().split(":", -1);
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String post(String path, String headers, String body) {
    return "POST " + VERSION + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
  }

  @Test
  void requestsFollowEachOtherOnOneConnection() throws IOException {
    String answers =
        send(
            "GET "
                + VERSION
                + "invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"
                + post("invocation/id/response", "Content-Length: 2\r\n", "42")
                + "GET "
                + VERSION
                + "invocation/next HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertEquals(List.of("next", "response id null 42", "next"), calls);
    assertTrue(answers.startsWith("HTTP/1.1 200 OK\r\n"), answers);
    assertTrue(answers.contains("\r\n\r\n{}HTTP/1.1 202 Accepted\r\n"), answers);
    assertTrue(answers.endsWith("Connection: close\r\n\r\n{}"), answers);
  }

  @Test
  void aBodyMayComeInChunks() throws IOException {
    send(
        post(
            "invocation/id/response",
            "Transfer-Encoding: chunked\r\n",
            "3;x=y\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"));

    assertEquals(List.of("response id null abcd"), calls);
  }

  @Test
  void aStreamThatBreaksOffIsAnError() throws IOException {
    send(
        post(
            "invocation/id/response",
            "Transfer-Encoding: chunked\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n"
                + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n",
            "2\r\nab\r\n0\r\nLambda-Runtime-Function-Error-Type: Broken\r\n"
                + "Lambda-Runtime-Function-Error-Body: eyJhIjoxfQ==\r\n\r\n"));

    assertEquals(List.of("error id Broken {\"a\":1}"), calls);
  }

  @Test
  void curlWaitsForAContinue() throws IOException {
    String answers =
        send(post("invocation/id/response", "Expect: 100-continue\r\nContent-Length: 1\r\n", "1"));

    assertTrue(answers.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted"), answers);
  }

  @Test
  void aBodyOverTheLimitIsReadAndSaidSo() throws IOException {
    String answers =
        send(
            post("invocation/id/response", "Content-Length: 11\r\n", "12345678901")
                + post(
                    "invocation/id/response",
                    "Transfer-Encoding: chunked\r\n",
                    "6\r\n123456\r\n6\r\n123456\r\n0\r\n\r\n")
                + post("invocation/id/response", "Content-Length: 10\r\n", "1234567890"));

    assertEquals(
        List.of(
            "response id null  too large",
            "response id null  too large",
            "response id null 1234567890"),
        calls);
    assertEquals(3, answers.split("HTTP/1.1 202", -1).length - 1);
  }

  @Test
  void errorsCarryTheirType() throws IOException {
    String type = "lambda-runtime-function-error-type: My.Type\r\nContent-Length: 2\r\n";

    send(post("init/error", type, "{}") + post("invocation/7/error", type, "[]"));

    assertEquals(List.of("init  My.Type {}", "error 7 My.Type []"), calls);
  }

  @Test
  void otherCallsAreNotFound() throws IOException {
    assertTrue(send("GET / HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 404 Not Found\r\n"));
    assertTrue(
        send("POST " + VERSION + "invocation/next HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 404"));
    assertTrue(send("GET " + VERSION + "restore/next HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 403"));
    assertEquals(List.of(), calls);
  }

  @Test
  void whatIsNotHttpEndsTheConnection() throws IOException {
    assertEquals("", send("hello\r\n\r\n"));
    assertEquals("", send(post("invocation/id/response", "Content-Length: x\r\n", "")));
    assertEquals(List.of(), calls);
  }
}
