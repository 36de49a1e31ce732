package dev.pawl.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Connections that say nothing, with and without a call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcSilenceTest {

  private static final int PATIENCE_MILLIS = 30_000;

  private GrpcNode node;

  @BeforeAll
  void start(@TempDir Path data) {
    node = GrpcNode.start(data, "idle-timeout = 2 s, ping-interval = 300 ms");
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aConnectionWithoutACallIsNotKeptLongerThanIdleTimeout() throws IOException {
    var port = node.node.grpcAddress().orElseThrow().getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);

      assertThat(isLetGo(socket)).isTrue();
    }
  }

  private static boolean isLetGo(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void aWorkerWithoutATaskKeepsItsStream() throws InterruptedException {
    var activity = node.activity("quiet");
    var worker = new Worker(node).open(activity).credit(1);

    await()
        .during(Duration.ofSeconds(6))
        .atMost(Duration.ofSeconds(20))
        .until(() -> !worker.ended().toCompletableFuture().isDone());
    node.start(node.machine("quiet", GrpcNode.steps(List.of(activity))), "{}");

    worker.succeed(worker.task().getTaskToken(), "{}", 1);
    assertThat(worker.outcome().getAnswerId()).isEqualTo(1);
    worker.finish();
  }
}
