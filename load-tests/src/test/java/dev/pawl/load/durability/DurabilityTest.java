package dev.pawl.load.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.load.node.DurablePostgres;
import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A node dies by SIGKILL at random moments, and nothing that it acknowledged is lost. */
class DurabilityTest {

  private static final long SEED = Long.getLong("seed", 4711);
  private static final boolean NIGHTLY = Boolean.getBoolean("pawl.nightly");

  private static final KilledNode.Plan PLAN =
      NIGHTLY
          ? new KilledNode.Plan(SEED, 500, 10, Duration.ofSeconds(8), Duration.ofMinutes(5))
          : new KilledNode.Plan(SEED, 63, 3, Duration.ofSeconds(3), Duration.ofSeconds(90));

  @Test
  void everyExecutionEndsWellThoughItsNodeIsKilled(@TempDir Path directory)
      throws IOException, InterruptedException, ExecutionException {
    run(directory, List.of());
  }

  @Test
  @EnabledIfSystemProperty(named = "pawl.nightly", matches = "true")
  void everyExecutionEndsWellOnPostgreSqlToo(@TempDir Path directory)
      throws IOException, InterruptedException, ExecutionException {
    try (var postgres = DurablePostgres.start(directory.resolve("postgres"))) {
      run(directory, List.of("--jdbc-url", postgres.jdbcUrl(), "--jdbc-user", postgres.user()));
    }
  }

  private static void run(Path directory, List<String> arguments)
      throws IOException, InterruptedException, ExecutionException {
    var settings =
        new NodeProcess.Settings(
            NodeProgram.ofThisProcess(),
            directory.resolve("data"),
            directory.resolve("node.log"),
            NodeProcess.freePort(),
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
            arguments);
    var killed = new KilledNode(PLAN, directory, NodeProcess.start(settings));
    try {
      var outcome = killed.run();

      assertThat(outcome.started()).hasSize(PLAN.executions());
      assertThat(outcome.violations())
          .as("-Dseed=%d; the node said last:%n%s", SEED, killed.node().lastWords())
          .isEmpty();
    } finally {
      killed.node().close();
    }
  }
}
