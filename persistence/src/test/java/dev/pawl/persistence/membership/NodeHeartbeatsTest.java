package dev.pawl.persistence.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class NodeHeartbeatsTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final TestDatabase test;
  private final Database database;
  private final NodeHeartbeats nodes;

  NodeHeartbeatsTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    database = test.open();
    nodes = database.heartbeats();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @Test
  void whoHasWrittenLatelyIsAlive() {
    nodes.beat("one", "host:1").join();
    nodes.beat("two", "host:2").join();
    nodes.beat("one", "host:1").join();

    assertThat(nodes.seenWithin(LONG)).containsExactlyInAnyOrder("one", "two");
    assertThat(nodes.addressesSeenWithin(LONG)).containsExactlyInAnyOrder("host:1", "host:2");
    assertThat(nodes.seenWithin(Duration.ofSeconds(-1))).isEmpty();
  }

  @Test
  void whoHasNotWrittenLatelyIsSilent() {
    nodes.beat("one", "host:1").join();

    assertThat(nodes.silentFor(LONG)).isEmpty();
    assertThat(nodes.silentFor(Duration.ofSeconds(-1))).containsExactly("one");
  }

  @Test
  void whoEndsIsForgotten() {
    nodes.beat("one", "host:1").join();
    nodes.forget("one").join();

    assertThat(nodes.seenWithin(LONG)).isEmpty();
  }

  @Test
  void ofManyThatStartAtOnceOneFormsTheCluster() {
    var asked = new ArrayList<CompletableFuture<Boolean>>();
    for (var i = 0; i < 8; i++) {
      asked.add(nodes.mayForm("node-" + i, "host:" + i, LONG));
    }

    assertThat(asked.stream().map(CompletableFuture::join).filter(may -> may)).hasSize(1);
  }

  @Test
  void aNodeThatStartsAgainAtItsAddressIsNotInItsOwnWay() {
    nodes.beat("before", "host:1").join();

    assertThat(nodes.mayForm("after", "host:2", LONG).join()).isFalse();
    assertThat(nodes.mayForm("after", "host:1", LONG).join()).isTrue();
  }
}
