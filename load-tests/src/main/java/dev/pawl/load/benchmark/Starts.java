package dev.pawl.load.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.load.wire.Connection;
import dev.pawl.load.wire.Connection.Answer;
import dev.pawl.load.wire.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Starts so many executions, as fast as so many clients can, and does not wait for their ends. */
final class Starts {

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Loop loop;
  private final byte[] request;
  private int left;
  private int underWay;

  private Starts(Loop loop, byte[] request, int count) {
    this.loop = loop;
    this.request = request;
    this.left = count;
  }

  /**
   * @param due the input's member {@code due}
   * @return how many nanoseconds it took until the last one was acknowledged
   */
  static long run(InetSocketAddress node, String machineArn, Instant due, int count, int clients)
      throws IOException {
    try (var loop = new Loop()) {
      var requests = Requests.to(node);
      var starts = new Starts(loop, requests.startDue(machineArn, due), count);
      var began = System.nanoTime();
      for (var i = 0; i < clients; i++) {
        starts.next(loop.connect(node));
      }
      loop.runWhile(() -> starts.left > 0 || starts.underWay > 0);
      return System.nanoTime() - began;
    }
  }

  private void next(Connection connection) {
    if (left > 0) {
      left--;
      underWay++;
      send(connection);
    }
  }

  private void send(Connection connection) {
    connection.send(request, answer -> answered(connection, answer));
  }

  private void answered(Connection connection, Answer answer) {
    if (answer.status() == 200) {
      underWay--;
      next(connection);
      return;
    }
    var body = new String(answer.body(), UTF_8);
    if (!body.contains("ThrottlingException")) {
      throw new IllegalStateException(
          "Expected success, but found " + answer.status() + " " + body);
    }
    loop.after(RETRY_NANOS, () -> send(connection));
  }
}
