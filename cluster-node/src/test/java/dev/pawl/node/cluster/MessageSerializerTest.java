package dev.pawl.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.Pause;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.ExecutionEntity;
import java.io.NotSerializableException;
import java.time.Instant;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MessageSerializerTest {

  private static final ActorTestKit ACTORS =
      ActorTestKit.create(
          ConfigFactory.parseResources("pawl-node.conf")
              .withFallback(ConfigFactory.load())
              .resolve());

  @AfterAll
  static void end() {
    ACTORS.shutdownTestKit();
  }

  private static Object carried(Object message) {
    var system = Adapter.toClassic(ACTORS.system());
    var serialization = SerializationExtension.get(system);
    var serializer = serialization.findSerializerFor(message);
    assertThat(serializer).isInstanceOf(MessageSerializer.class);
    var bytes = serialization.serialize(message).get();
    var manifest = ((MessageSerializer) serializer).manifest(message);
    return serialization.deserialize(bytes, serializer.identifier(), manifest).get();
  }

  @Test
  void commandsKeepTheTextOfTheirPayloads() {
    var probe = ACTORS.<ExecutionEntity.Reply>createTestProbe();
    var ask =
        new ExecutionEntity.Ask(
            new Command.StartExecution(
                "arn", "n", "machine", "hash", "role", true, payload("{ \"a\" : 1.0 }"), "s", null),
            probe.getRef());

    assertThat(carried(ask)).isEqualTo(ask);
  }

  @Test
  void everyKindOfMessageComesThrough() {
    var taken = ACTORS.<ExecutionEntity.Taken>createTestProbe();
    for (var message :
        new Object[] {
          new ExecutionEntity.Ask(new Command.FailTask(7, null, "because", "seal", 9), null),
          new ExecutionEntity.Ask(new Command.FireTimers(), null),
          new ExecutionEntity.Take(5, "worker", taken.getRef()),
          new ExecutionEntity.Confirm(5),
          new ExecutionEntity.Wake(8),
          new LeavingNodes.Leaves("4c2f"),
          new ExecutionEntity.Taken("token", payload("null")),
          new ExecutionEntity.Reply(
              Decision.Reason.TASK_TIMED_OUT,
              ExecutionStatus.RUNNING,
              Instant.parse("2026-01-01T00:00:00.123Z"),
              null,
              false,
              Instant.parse("2026-01-02T00:00:00Z"),
              "Expected another task.",
              new Pause(
                  Instant.parse("2026-01-03T00:00:00Z"),
                  new Pause.Reason(Instant.parse("2026-01-03T00:00:00Z"), "why", 0),
                  null))
        }) {
      assertThat(carried(message)).isEqualTo(message);
    }
  }

  @Test
  void nothingElseIsReadFromTheWire() {
    var system = Adapter.toClassic(ACTORS.system());
    var serializer =
        (SerializerWithStringManifest)
            SerializationExtension.get(system).findSerializerFor(new ExecutionEntity.Wake(8));

    assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1}, "java.lang.Runtime"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("java.lang.Runtime");
  }

  private static Payload payload(String json) {
    return Payload.ofStoredText(json);
  }
}
