package dev.pawl.load.chaos;

import dev.pawl.load.chaos.FaultNetwork.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What is done to a cluster. */
enum Fault {
  /** SIGKILL; started again after a while. */
  KILL(Target.NODE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random) throws IOException {
      cluster.node(node).destroyForcibly();
    }
  },
  /** SIGKILL of a node and the next one, at once. */
  KILL_TWO(Target.NODE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random) throws IOException {
      cluster.node(node).destroyForcibly();
      cluster.node(node % cluster.nodes() + 1).destroyForcibly();
    }

    @Override
    List<Integer> struck(ClusterUnderTest cluster, int node) {
      return List.of(node, node % cluster.nodes() + 1);
    }
  },
  /** SIGKILL of all nodes at once. */
  KILL_ALL(Target.CLUSTER) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random) throws IOException {
      for (var each : cluster.numbers()) {
        cluster.node(each).destroyForcibly();
      }
    }

    @Override
    List<Integer> struck(ClusterUnderTest cluster, int node) {
      return cluster.numbers();
    }
  },
  /** SIGTERM: it hands over; started again after a while. */
  TERM(Target.NODE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random) throws IOException {
      cluster.node(node).destroy();
    }
  },
  /**
   * SIGSTOP for some seconds, then SIGCONT: what a long garbage collection or a frozen host does.
   */
  PAUSE(Target.NODE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws IOException, InterruptedException {
      var process = cluster.node(node);
      cluster.signal(process, "STOP");
      Thread.sleep(random.nextLong(PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS));
      cluster.signal(process, "CONT");
    }
  },
  /** The node and the others do not hear each other; the database hears all. */
  PARTITION(Target.WIRE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws InterruptedException {
      cut(cluster, cluster.wiresOf(node), random);
    }
  },
  /** The others do not hear the node, or it does not hear them. */
  ONE_WAY(Target.WIRE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws InterruptedException {
      cut(cluster, random.nextBoolean() ? cluster.wiresFrom(node) : cluster.wiresTo(node), random);
    }
  },
  /** All that the node says or hears takes a tenth of a second longer. */
  SLOW(Target.WIRE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws InterruptedException {
      slow(cluster, cluster.wiresOf(node), SLOW_WIRE, random);
    }
  },
  /** The node does not reach the database; the others do. */
  DB_CUT(Target.WIRE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws InterruptedException {
      cut(cluster, databaseWires(List.of(node)), random);
    }
  },
  /** Whatever any node says to the database, or hears of it, takes 20 ms longer. */
  DB_SLOW(Target.CLUSTER_WIRE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws InterruptedException {
      slow(cluster, databaseWires(cluster.numbers()), SLOW_DATABASE, random);
    }
  },
  /** No node reaches the database. */
  DB_CUT_ALL(Target.CLUSTER_WIRE) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws InterruptedException {
      cut(cluster, databaseWires(cluster.numbers()), random);
    }
  },
  /** PostgreSQL crashes and comes back. */
  DB(Target.CLUSTER) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random) throws IOException {
      cluster.crashDatabase();
    }
  },
  /** Others take every connection that PostgreSQL still has to give. */
  DB_CROWD(Target.CLUSTER) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws IOException, InterruptedException {
      try (var crowd = Crowd.of(cluster.databasePort())) {
        Thread.sleep(random.nextLong(CUT_MIN_MILLIS, CUT_MAX_MILLIS));
      }
    }
  },
  /** PostgreSQL stands still for some seconds. */
  DB_PAUSE(Target.CLUSTER) {
    @Override
    void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
        throws IOException, InterruptedException {
      var database = cluster.database();
      var sessions = database.descendants().toList();
      for (var session : sessions) {
        cluster.signal(session, "STOP");
      }
      Thread.sleep(random.nextLong(1000, 4000));
      for (var session : sessions) {
        cluster.signal(session, "CONT");
      }
    }
  };

  private static final long PAUSE_MIN_MILLIS = 3_000;
  private static final long PAUSE_MAX_MILLIS = 15_000;
  private static final long CUT_MIN_MILLIS = 5_000;
  private static final long CUT_MAX_MILLIS = 15_000;
  private static final Duration SLOW_WIRE = Duration.ofMillis(100);
  private static final Duration SLOW_DATABASE = Duration.ofMillis(20);

  /** What it strikes, and whether it takes a {@link FaultNetwork}. */
  private enum Target {
    NODE,
    CLUSTER,
    WIRE,
    CLUSTER_WIRE
  }

  private final Target target;

  Fault(Target target) {
    this.target = target;
  }

  /** Returns when it is over, the restart of a node apart. */
  abstract void strike(ClusterUnderTest cluster, int node, RandomGenerator random)
      throws IOException, InterruptedException;

  /** The nodes whose executions may have to go on elsewhere. */
  List<Integer> struck(ClusterUnderTest cluster, int node) {
    return strikesNode() ? List.of(node) : List.of();
  }

  boolean strikesNode() {
    return target == Target.NODE || target == Target.WIRE;
  }

  boolean needsNetwork() {
    return target == Target.WIRE || target == Target.CLUSTER_WIRE;
  }

  private static void cut(ClusterUnderTest cluster, List<Wire> wires, RandomGenerator random)
      throws InterruptedException {
    cluster.network().cut(wires);
    healLater(cluster, random);
  }

  private static void slow(
      ClusterUnderTest cluster, List<Wire> wires, Duration delay, RandomGenerator random)
      throws InterruptedException {
    cluster.network().slow(wires, delay);
    healLater(cluster, random);
  }

  private static void healLater(ClusterUnderTest cluster, RandomGenerator random)
      throws InterruptedException {
    Thread.sleep(random.nextLong(CUT_MIN_MILLIS, CUT_MAX_MILLIS));
    cluster.network().heal();
  }

  private static List<Wire> databaseWires(List<Integer> nodes) {
    var wires = new ArrayList<Wire>();
    for (var node : nodes) {
      wires.add(new Wire(node, FaultNetwork.DATABASE));
      wires.add(new Wire(FaultNetwork.DATABASE, node));
    }
    return wires;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  static Fault of(String label) {
    return Arrays.stream(values())
        .filter(fault -> fault.label().equals(label.strip()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Expected one of %s, but found '%s'.".formatted(labels(), label)));
  }

  static String labels() {
    return Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "));
  }
}
