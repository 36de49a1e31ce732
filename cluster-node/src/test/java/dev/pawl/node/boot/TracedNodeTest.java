package dev.pawl.node.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.TestClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that sends its spans to a collector: here one that keeps the bytes. */
class TracedNodeTest {

  private static final String TRACE = "5759e988bd862e3fe1be46a994272793";

  private final List<String> collected = new CopyOnWriteArrayList<>();
  private HttpServer collector;
  private PawlNode node;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          collected.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    var endpoint = "http://127.0.0.1:" + collector.getAddress().getPort() + "/";
    node =
        PawlNode.start(
            NodeSettings.of(directory, "127.0.0.1", 0)
                .with(ConfigFactory.parseMap(Map.of("pawl.trace.endpoint", endpoint))));
  }

  @AfterEach
  void stop() {
    node.close();
    collector.stop(0);
  }

  @Test
  void aRequestAndWhatItStartedAreOneTrace() {
    String arn;
    try (var sfn = TestClients.sfn(URI.create("http://127.0.0.1:" + node.address().getPort()))) {
      var machine =
          sfn.createStateMachine(r ->
              r.name("traced")
                  .roleArn("arn:aws:iam::000000000000:role/r")
                  .definition(
                      """
                      {"StartAt": "OnlyStep", "States": {"OnlyStep": {"Type": "Pass", "End": true}}}
                      """));
      arn =
          sfn.startExecution(r ->
                  r.stateMachineArn(machine.stateMachineArn())
                      .overrideConfiguration(
                          o -> o.putHeader("traceparent", "00-" + TRACE + "-53995c3f42cd8ad8-01")))
              .executionArn();
      await()
          .until(() ->
              sfn.describeExecution(r -> r.executionArn(arn)).statusAsString().equals("SUCCEEDED"));
      assertThat(sfn.describeExecution(r -> r.executionArn(arn)).traceHeader())
          .startsWith("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=")
          .doesNotContain("53995c3f42cd8ad8");
    }

    node.close(); // sends what is left

    var all = String.join("", collected);
    assertThat(all).contains("StartExecution", "OnlyStep", arn, bytes(TRACE));
  }

  private static String bytes(String hex) {
    return new String(java.util.HexFormat.of().parseHex(hex), ISO_8859_1);
  }
}
