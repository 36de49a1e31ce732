package dev.pawl.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes under light work, part of it over gRPC; one is killed, another is asked to go.
 * Nothing may be lost.
 */
@EnabledIf(value = "hasOwnAddresses", disabledReason = "Only 127.0.0.1 is there, as on macOS.")
class ClusterChaosTest {

  private static final List<String> JVM = List.of("-Xmx384m", "-XX:TieredStopAtLevel=1");
  private static final int STREAMED = 60;
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  static boolean hasOwnAddresses() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aClusterLosesNothingWhenNodesGo(@TempDir Path directory)
      throws IOException, InterruptedException {
    var samples = new Samples();
    var book = new Book();
    var port = NodeProcess.freePort();
    try (var cluster =
            ClusterUnderTest.start(
                NodeProgram.ofThisProcess(),
                directory,
                new ClusterUnderTest.Plan(3, port, JVM, false));
        var caller = new Caller(cluster.endpoints(), samples);
        var traffic = new Traffic(caller, samples, book);
        var streamed = new StreamedWork(new Streams(grpc(port)), caller)) {
      traffic.prepare();
      streamed.prepare();
      streamed.work(0); // on the node that will be killed
      streamed.work(1);
      traffic.run(3, 6, 12);
      awaitTicks(book, 60);
      startStreamed(streamed);

      Fault.KILL.strike(cluster, 1, RANDOM);
      awaitTicks(book, book.ticks().size() + 120);
      startStreamed(streamed);
      Fault.TERM.strike(cluster, 2, RANDOM);
      awaitTicks(book, book.ticks().size() + 120);
      traffic.windDown();
      checkStreamed(streamed);

      var finding = new Audit(caller, book).run();
      assertThat(finding.violations()).isEmpty();
      assertThat(finding.executions()).isGreaterThan(6);
    }
  }

  private static List<InetSocketAddress> grpc(int port) {
    return Stream.of(1, 2, 3)
        .map(number -> new InetSocketAddress("127.0.0." + number, port + 1))
        .toList();
  }

  /** Followed on each node in turn. */
  private static void startStreamed(StreamedWork streamed) throws InterruptedException {
    for (var i = 0; i < STREAMED; i++) {
      streamed.start(i % 3);
    }
  }

  private static void checkStreamed(StreamedWork streamed) throws InterruptedException {
    var until = System.nanoTime() + 120_000_000_000L;
    while (!streamed.followers().stream().allMatch(StreamedWork.Follower::isDone)) {
      assertThat(System.nanoTime()).as(streamed.account()).isLessThan(until);
      Thread.sleep(100);
    }
    System.out.println("gRPC on three nodes: " + streamed.account());
    assertThat(streamed.followers())
        .hasSize(2 * STREAMED)
        .allSatisfy(follower -> {
          var ids = follower.ids();
          assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
          assertThat(follower.types())
              .endsWith("ExecutionSucceeded")
              .filteredOn("ActivitySucceeded"::equals)
              .hasSize(StreamedWork.STEPS);
        });
    // The worker's stream on the first node broke with it.
    assertThat(streamed.reconnections()).isPositive();
  }

  /** The work goes on; how fast is the machine's affair. */
  private static void awaitTicks(Book book, int ticks) throws InterruptedException {
    var until = System.nanoTime() + 120_000_000_000L;
    while (book.ticks().size() < ticks) {
      assertThat(System.nanoTime()).as("%d ticks so far", book.ticks().size()).isLessThan(until);
      Thread.sleep(100);
    }
  }
}
