package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.TestClients;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.EventCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;

/** An execution whose events do not replay: the node lives, and the execution can be stopped. */
class SetAsideTest {

  private static final String WAITING =
      """
      {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": %d, "End": true}}}\
      """;

  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void anExecutionThatDoesNotReplayIsSetAsideAndCanBeStopped() throws IOException {
    var broken = "";
    var whole = "";
    try (var node = node();
        var sfn = client(node)) {
      broken = started(sfn, "broken", 2);
      whole = started(sfn, "whole", 3);
    }
    breakLastRow(broken);

    try (var node = node();
        var sfn = client(node)) {
      var arn = broken;
      await().atMost(Duration.ofSeconds(30)).until(() -> aside(node).size() == 1);
      assertThat(aside(node).get(0).path("executionArn").textValue()).isEqualTo(arn);
      assertThat(aside(node).get(0).path("failures").intValue()).isEqualTo(2);
      var other = whole;
      await().until(() -> status(sfn, other).equals("SUCCEEDED"));

      sfn.stopExecution(r -> r.executionArn(arn).error("Broken"));

      assertThat(status(sfn, arn)).isEqualTo("ABORTED");
      assertThat(aside(node)).isEmpty();
    }
  }

  private PawlNode node() {
    return PawlNode.start(
        NodeSettings.of(directory, "127.0.0.1", 0)
            .with(ConfigFactory.parseString("pawl.execution.quarantine.failures = 2")));
  }

  private static SfnClient client(PawlNode node) {
    return TestClients.sfn(URI.create("http://127.0.0.1:" + node.address().getPort()));
  }

  private static String started(SfnClient sfn, String name, int seconds) {
    var machine =
        sfn.createStateMachine(r ->
                r.name(name)
                    .definition(WAITING.formatted(seconds))
                    .roleArn("arn:aws:iam::000000000000:role/r"))
            .stateMachineArn();
    return sfn.startExecution(r -> r.stateMachineArn(machine)).executionArn();
  }

  private static String status(SfnClient sfn, String arn) {
    return sfn.describeExecution(r -> r.executionArn(arn)).statusAsString();
  }

  /** An event follows that no decision could have made: of a scope that was never opened. */
  private void breakLastRow(String arn) {
    var impossible =
        new Recorded(
            3,
            2,
            4711,
            Instant.EPOCH,
            new Event.StateExited(
                StateType.WAIT, "Wait", Payload.ofStoredText("{}"), Map.of(), null));
    var bytes = EventCodec.CURRENT.encode(List.of(impossible));
    try (var database = Database.open(NodeSettings.of(directory, "127.0.0.1", 0).database())) {
      database
          .writer()
          .submit(connection -> {
            Jdbc.update(
                connection,
                "UPDATE executions SET seq_nr = seq_nr + 1 WHERE execution_arn = ?",
                arn);
            return Jdbc.update(
                connection,
                """
                INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                  event_payload, event_ser_id, event_ser_manifest, first_event_id, last_event_id)
                SELECT persistence_id, sequence_number + 1, writer, write_timestamp, adapter_manifest,
                  ?, event_ser_id, event_ser_manifest, 3, 3
                FROM event_journal WHERE persistence_id = ? ORDER BY sequence_number DESC LIMIT 1\
                """,
                bytes,
                arn);
          })
          .join();
    }
  }

  private JsonNode aside(PawlNode node) throws IOException {
    var page =
        URI.create("http://127.0.0.1:" + node.address().getPort() + "/_pawl/executions").toURL();
    try (var in = page.openStream()) {
      return json.readTree(in).path("setAside");
    }
  }
}
