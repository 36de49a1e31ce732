package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as a node would, with what the test has laid down, and keeps what it was asked. */
public final class FakeNode implements AutoCloseable {

  /** A request: the operation of Step Functions, or method and path. */
  public record Asked(String what, JsonNode body) {}

  /** An answer. */
  public record Answer(int status, Map<String, String> headers, String body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Answer> answers = new HashMap<>();
  private final Map<String, Runnable> afterwards = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();

  public FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public FakeNode answer(String what, String body) {
    return answer(what, new Answer(200, Map.of(), body));
  }

  public FakeNode answer(String what, Answer answer) {
    answers.put(what, answer);
    return this;
  }

  /** From the first request of one kind on, another one gets a new answer. */
  public FakeNode answerAfter(String first, String what, String body) {
    afterwards.put(first, () -> answer(what, body));
    return this;
  }

  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  public synchronized List<String> operations() {
    return asked.stream().map(Asked::what).toList();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      var what =
          target == null
              ? exchange.getRequestMethod() + " " + exchange.getRequestURI()
              : target.replace("AWSStepFunctions.", "");
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(new Asked(what, body.isEmpty() ? JSON.nullNode() : JSON.readTree(body)));
      var answer = answers.getOrDefault(what, unknown(what));
      afterwards.getOrDefault(what, () -> {}).run();
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Answer unknown(String what) {
    var lambda = what.contains("/2015-03-31/functions/");
    return lambda
        ? new Answer(
            404,
            Map.of("X-Amzn-ErrorType", "ResourceNotFoundException"),
            "{\"Type\":\"User\",\"message\":\"Function not found\"}")
        : new Answer(400, Map.of(), "{\"__type\":\"UnknownOperationException\"}");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
