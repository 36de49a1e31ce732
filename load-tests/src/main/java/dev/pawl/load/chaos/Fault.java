package dev.pawl.load.chaos;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** What is done to a cluster. */
enum Fault {
  /** SIGKILL; started again after a while. */
  KILL(true) {
    @Override
    void strike(ClusterUnderTest cluster, int node) throws IOException {
      cluster.node(node).destroyForcibly();
    }
  },
  /** SIGTERM: it hands over; started again after a while. */
  TERM(true) {
    @Override
    void strike(ClusterUnderTest cluster, int node) throws IOException {
      cluster.node(node).destroy();
    }
  },
  /**
   * SIGSTOP for some seconds, then SIGCONT: what a long garbage collection or a frozen host does.
   */
  PAUSE(true) {
    @Override
    void strike(ClusterUnderTest cluster, int node) throws IOException, InterruptedException {
      var process = cluster.node(node);
      cluster.signal(process, "STOP");
      Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS));
      cluster.signal(process, "CONT");
    }
  },
  /** PostgreSQL crashes and comes back. */
  DB(false) {
    @Override
    void strike(ClusterUnderTest cluster, int node) throws IOException, InterruptedException {
      cluster.restartDatabase();
    }
  },
  /** PostgreSQL stands still for some seconds. */
  DB_PAUSE(false) {
    @Override
    void strike(ClusterUnderTest cluster, int node) throws IOException, InterruptedException {
      var database = cluster.database();
      var sessions = database.descendants().toList();
      for (var session : sessions) {
        cluster.signal(session, "STOP");
      }
      Thread.sleep(ThreadLocalRandom.current().nextLong(1000, 4000));
      for (var session : sessions) {
        cluster.signal(session, "CONT");
      }
    }
  };

  private static final long PAUSE_MIN_MILLIS = 3_000;
  private static final long PAUSE_MAX_MILLIS = 15_000;

  private final boolean strikesNode;

  Fault(boolean strikesNode) {
    this.strikesNode = strikesNode;
  }

  /** Returns when it is over, the restart of a node apart. */
  abstract void strike(ClusterUnderTest cluster, int node) throws IOException, InterruptedException;

  boolean strikesNode() {
    return strikesNode;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Fault of(String label) {
    return valueOf(label.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
