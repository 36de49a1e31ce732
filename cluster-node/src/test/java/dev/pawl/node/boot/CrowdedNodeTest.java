package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.TestClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;

/** More executions are started than fit into memory. */
class CrowdedNodeTest {

  /** Of 8 KiB each. */
  private static final int ROOM = 20;

  private static final String LONG_WAIT =
      """
      {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 86400, "End": true}}}\
      """;

  @TempDir private Path directory;

  @Test
  void startsAreRefusedWhileMemoryIsFull() {
    try (var node = node("10 minutes");
        var sfn = client(node)) {
      var machine = machine(sfn);
      var started = 0;
      while (started <= ROOM && isStarted(sfn, machine, "sleeper-" + started)) {
        started++;
      }
      assertThat(started).isBetween(ROOM / 2, ROOM); // they have some data, too

      var arn = machine.replace(":stateMachine:", ":execution:") + ":sleeper-0";
      sfn.stopExecution(r -> r.executionArn(arn));
      await().until(() -> isStarted(sfn, machine, "in-its-place"));
    }
  }

  @Test
  void idleExecutionsMakeRoom() {
    try (var node = node("100 ms");
        var sfn = client(node)) {
      var machine = machine(sfn);
      for (var n = 0; n < 5 * ROOM; n++) {
        var name = "sleeper-" + n;
        await().atMost(Duration.ofSeconds(30)).until(() -> isStarted(sfn, machine, name));
      }

      assertThat(running(sfn, machine)).isEqualTo(5 * ROOM);
    }
  }

  private PawlNode node(String idleCheck) {
    return PawlNode.start(
        NodeSettings.of(directory, "127.0.0.1", 0)
            .with(
                ConfigFactory.parseString(
                    """
                    pawl.execution.memory-max = %d KiB
                    pawl.execution.idle-timeout = 10 minutes
                    pawl.execution.idle-check = %s
                    """
                        .formatted(8 * ROOM, idleCheck))));
  }

  private static SfnClient client(PawlNode node) {
    return TestClients.sfnThatAsksOnce(URI.create("http://127.0.0.1:" + node.address().getPort()));
  }

  private static String machine(SfnClient sfn) {
    return sfn.createStateMachine(r ->
            r.name("sleepers").definition(LONG_WAIT).roleArn("arn:aws:iam::000000000000:role/r"))
        .stateMachineArn();
  }

  private static boolean isStarted(SfnClient sfn, String machine, String name) {
    try {
      sfn.startExecution(r -> r.stateMachineArn(machine).name(name));
      return true;
    } catch (SfnException e) {
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
      return false;
    }
  }

  private static long running(SfnClient sfn, String machine) {
    return sfn
        .listExecutionsPaginator(r -> r.stateMachineArn(machine).statusFilter("RUNNING"))
        .executions()
        .stream()
        .count();
  }
}
