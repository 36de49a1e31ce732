package dev.pawl.node.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.DatabaseSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeMetersTest {

  @Test
  void theCountersOfTheJournalGoOnAfterTheGarbageIsCollected(@TempDir Path directory) {
    var registry = new SimpleMeterRegistry();
    try (var database = Database.open(DatabaseSettings.embedded(directory))) {
      NodeMeters.journal(registry, database.writer());
      collectGarbage();

      database.heartbeats().beat("a node", "host:1").join();

      var connects = registry.get("pawl.journal.connects").functionCounter().count();
      assertThat(connects).isPositive().isEqualTo(database.writer().metrics().connects());
    }
  }

  private static void collectGarbage() {
    var garbage = new WeakReference<>(new Object());
    await()
        .until(() -> {
          System.gc();
          return garbage.get() == null;
        });
  }
}
