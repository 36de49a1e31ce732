package dev.pawl.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes under light work; one is killed, another is asked to go. Nothing may be lost. */
@EnabledIf(value = "hasOwnAddresses", disabledReason = "Only 127.0.0.1 is there, as on macOS.")
class ClusterChaosTest {

  private static final List<String> JVM = List.of("-Xmx384m", "-XX:TieredStopAtLevel=1");
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
    try (var cluster =
            ClusterUnderTest.start(
                NodeProgram.ofThisProcess(),
                directory,
                new ClusterUnderTest.Plan(3, NodeProcess.freePort(), JVM, false));
        var caller = new Caller(cluster.endpoints(), samples);
        var traffic = new Traffic(caller, samples, book)) {
      traffic.prepare();
      traffic.run(3, 6, 12);
      awaitTicks(book, 60);

      Fault.KILL.strike(cluster, 1, RANDOM);
      awaitTicks(book, book.ticks().size() + 120);
      Fault.TERM.strike(cluster, 2, RANDOM);
      awaitTicks(book, book.ticks().size() + 120);
      traffic.windDown();

      var finding = new Audit(caller, book).run();
      assertThat(finding.violations()).isEmpty();
      assertThat(finding.executions()).isGreaterThan(6);
    }
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
