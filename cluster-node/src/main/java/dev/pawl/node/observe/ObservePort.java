package dev.pawl.node.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The port for those who run the node: {@code GET /metrics}, {@code /health/live} and {@code
 * /health/ready}. It has two threads of its own and shares nothing with the ports that it tells
 * about, so it answers when they are stuck. It tells nothing secret, but how busy a node is: it
 * belongs to the network of the operator.
 */
public final class ObservePort implements AutoCloseable {

  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;

  private ObservePort(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Opens it.
   *
   * @param port 0 for any free one
   * @throws UncheckedIOException if it cannot listen there
   */
  public static ObservePort open(String host, int port, Metrics metrics, Health health) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
      var threads =
          Executors.newFixedThreadPool(
              2, Thread.ofPlatform().name("pawl-observe-", 0).daemon(true).factory());
      server.setExecutor(threads);
      server.createContext("/", exchange -> answer(exchange, metrics, health));
      server.start();
      return new ObservePort(server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected to serve metrics and health on %s:%d, but: %s. Choose another port with pawl.observe.port, or off."
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  private static void answer(HttpExchange exchange, Metrics metrics, Health health)
      throws IOException {
    try (exchange) {
      var method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        send(exchange, 405, "text/plain", "Only GET.\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> send(exchange, 200, PROMETHEUS, metrics::page);
        case "/health/live" -> send(exchange, health.live());
        case "/health/ready" -> send(exchange, health.ready());
        default -> send(exchange, 404, "text/plain", "/metrics /health/live /health/ready\n");
      }
    }
  }

  private static void send(HttpExchange exchange, Health.Report report) throws IOException {
    send(exchange, report.ok() ? 200 : 503, JSON, report.json().toPrettyString() + "\n");
  }

  private static void send(HttpExchange exchange, int status, String type, Supplier<String> text)
      throws IOException {
    send(exchange, status, type, text.get());
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
