package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.node.cli.cluster.ClusterNode;
import dev.pawl.node.cli.cluster.LocalCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done to the nodes of a cluster on this machine. */
final class ClusterNodeCommands {

  /** Nodes that one machine runs at most; each takes some 300 MB. */
  private static final int NODES_MAX = 32;

  private ClusterNodeCommands() {}

  static void requireCount(int nodes) {
    if (nodes < 1 || nodes > NODES_MAX) {
      throw new CommandFailure(
          ExitCode.USAGE, "Expected from 1 to %d nodes, but found %d.".formatted(NODES_MAX, nodes));
    }
  }

  static void awaitReady(List<ClusterNode> nodes, int members)
      throws IOException, InterruptedException {
    for (var node : nodes) {
      if (!node.awaitReady(members, ClusterCommand.READY_MAX)) {
        throw new CommandFailure(
            ExitCode.LOCAL,
            "Expected node %d to be ready, but it is not. Its output is in %s"
                .formatted(node.number(), node.log()));
      }
    }
  }

  private static List<ClusterNode> running(LocalCluster cluster) throws IOException {
    var running = new ArrayList<ClusterNode>();
    for (var node : cluster.nodes()) {
      if (node.process().isPresent()) {
        running.add(node);
      }
    }
    return running;
  }

  /** What they share. */
  private abstract static class OfCluster extends PawlCommand {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ClusterDirectory directory;

    abstract void run(LocalCluster cluster) throws IOException, InterruptedException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
      run(directory.open());
      return ExitCode.OK;
    }
  }

  /** What those that are about one node share. */
  private abstract static class OfNode extends OfCluster {

    @Parameters(paramLabel = "NODE", description = "Its number.")
    private int number;

    final int number() {
      return number;
    }

    final ClusterNode known(LocalCluster cluster) throws IOException {
      for (var node : cluster.nodes()) {
        if (node.number() == number) {
          return node;
        }
      }
      throw new CommandFailure(
          ExitCode.USAGE,
          "Expected one of the nodes %s, but found %d."
              .formatted(cluster.nodes().stream().map(ClusterNode::number).toList(), number));
    }
  }

  @Command(
      name = "status",
      description = "Show each node: its process, members it sees, shards, executions, lag.",
      footer = "  pawl cluster status")
  static final class Status extends OfCluster {
    @Override
    void run(LocalCluster cluster) throws IOException {
      if (json()) {
        var all = JsonNodeFactory.instance.arrayNode();
        for (var node : cluster.nodes()) {
          var one = all.addObject().put("node", node.number());
          one.put("endpoint", node.endpoint().toString());
          node.process().ifPresent(process -> one.put("pid", process.pid()));
          node.info().ifPresent(info -> one.set("info", info));
        }
        printJson(all);
        return;
      }
      var table =
          new Table(
              "NODE",
              "ENDPOINT",
              "PID",
              "STATE",
              "MEMBERS",
              "UNREACHABLE",
              "SHARDS",
              "EXECUTIONS",
              "QUEUED ROWS",
              "TIMER LAG");
      for (var node : cluster.nodes()) {
        row(table, node);
      }
      table.print(out());
    }

    private static void row(Table table, ClusterNode node) throws IOException {
      var process = node.process();
      var info = process.isPresent() ? node.info() : Optional.<JsonNode>empty();
      var seen = info.map(i -> i.path("cluster"));
      table.row(
          Integer.toString(node.number()),
          node.endpoint().toString(),
          process.map(p -> Long.toString(p.pid())).orElse("-"),
          process.isEmpty() ? "down" : info.isEmpty() ? "no answer" : "up",
          seen.map(c -> c.path("members").asText()).orElse("-"),
          seen.map(c -> c.path("unreachable").asText()).orElse("-"),
          seen.map(c -> c.path("shards").asText()).orElse("-"),
          seen.map(c -> c.path("executionsInMemory").asText()).orElse("-"),
          info.map(i -> i.path("journal").path("depth").asText()).orElse("-"),
          info.map(i -> i.path("timerLagMillis").asText() + " ms").orElse("-"));
    }
  }

  @Command(
      name = "kill",
      description = "Send a node SIGTERM, or SIGKILL with -9, and do not wait.",
      footer = "  pawl cluster kill 2 -9")
  static final class Kill extends OfNode {
    @Option(names = "-9", description = "SIGKILL: it has no time to say anything.")
    private boolean hard;

    @Override
    void run(LocalCluster cluster) throws IOException {
      var node = known(cluster);
      if (node.process().isEmpty()) {
        throw new CommandFailure(ExitCode.LOCAL, "Expected node " + number() + " to run.");
      }
      if (hard) {
        node.kill();
      } else {
        node.terminate();
      }
    }
  }

  @Command(
      name = "stop",
      description = "End a node cleanly: what it runs goes on elsewhere.",
      footer = "  pawl cluster stop 2")
  static final class Stop extends OfNode {
    @Override
    void run(LocalCluster cluster) throws IOException, InterruptedException {
      stop(known(cluster));
    }

    static void stop(ClusterNode node) throws IOException, InterruptedException {
      node.terminate();
      if (!node.awaitEnd()) {
        throw new CommandFailure(
            ExitCode.LOCAL, "Expected node " + node.number() + " to end within 30 s.");
      }
    }
  }

  @Command(name = "start", description = "Start a node again.", footer = "  pawl cluster start 2")
  static final class Start extends OfNode {
    @Override
    void run(LocalCluster cluster) throws IOException, InterruptedException {
      requireCount(number());
      start(cluster, cluster.node(number()));
    }

    static void start(LocalCluster cluster, ClusterNode node)
        throws IOException, InterruptedException {
      cluster.start(node, ClusterCommand.password());
      awaitReady(List.of(node), running(cluster).size());
    }
  }

  @Command(
      name = "scale",
      description = "Start or stop nodes until there are so many.",
      footer = "  pawl cluster scale 5")
  static final class Scale extends OfCluster {
    @Parameters(paramLabel = "NODES", description = "How many.")
    private int count;

    @Override
    void run(LocalCluster cluster) throws IOException, InterruptedException {
      requireCount(count);
      var running = running(cluster);
      for (var i = running.size() - 1; i >= count; i--) {
        Stop.stop(running.get(i));
      }
      for (var number = 1; running(cluster).size() < count; number++) {
        var node = cluster.node(number);
        if (node.process().isEmpty()) {
          Start.start(cluster, node);
        }
      }
    }
  }

  @Command(
      name = "rolling-restart",
      description = "Restart one node after the other, each when the one before is back.",
      footer = "  pawl cluster rolling-restart")
  static final class RollingRestart extends OfCluster {
    @Override
    void run(LocalCluster cluster) throws IOException, InterruptedException {
      for (var node : running(cluster)) {
        tell("pawl: node " + node.number() + "…");
        Stop.stop(node);
        Start.start(cluster, node);
      }
    }
  }
}
