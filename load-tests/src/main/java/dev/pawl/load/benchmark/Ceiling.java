package dev.pawl.load.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.load.wire.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast the load generator itself is: against a server in this process that only answers. */
@Command(
    name = "ceiling",
    mixinStandardHelpOptions = true,
    description = "Measure the load generator against a server that does nothing.")
public final class Ceiling implements Callable<Integer> {

  private static final byte[] STARTED =
      "{\"executionArn\":\"arn:aws:states:us-east-1:000000000000:execution:w0:1\",\"startDate\":1.0}"
          .getBytes(UTF_8);

  @Option(names = "--clients", paramLabel = "N", description = "Default: 64")
  private int clients = 64;

  @Option(names = "--measure", paramLabel = "SECONDS", description = "Default: 5")
  private int seconds = 5;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var server = new Loop()) {
      var address = server.serve(request -> STARTED);
      var serving = Thread.ofPlatform().daemon().start(() -> serve(server));
      var prepared = new Workload.Prepared(Workload.W0, "arn:nothing", List.of());
      try (var loop = new ClosedLoop(Nodes.at(address), prepared, clients, 0)) {
        loop.start();
        Thread.sleep(2000);
        loop.latenciesSinceLastTime();
        var before = Processor.ofThisProcess();
        Thread.sleep(seconds * 1000L);
        var requests = loop.latenciesSinceLastTime().getTotalCount();
        var processor = Processor.ofThisProcess().minus(before);
        System.out.printf(
            "%d requests/s; %.1f µs of processor time a request, this server's half included%n",
            requests / seconds, processor.toNanos() / 1e3 / requests);
        loop.drain();
      }
      server.stop();
      serving.join();
    }
    return 0;
  }

  private static void serve(Loop server) {
    try {
      server.runWhile(() -> true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
