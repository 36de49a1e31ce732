package dev.pawl.load.reasons;

import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands have in common that compare a node with what is expected of it. */
public final class Comparison {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "A node that runs. Default: start one of our own")
  private @Nullable URI endpoint;

  @Option(names = "--only", paramLabel = "TEXT", description = "Only those whose name holds it.")
  private String only = "";

  @Option(
      names = "--reasons",
      paramLabel = "FILE",
      description = "Named reasons of misses: name, case, miss, reason between tabs.")
  private @Nullable Path reasons;

  @Option(names = "--misses", description = "Print each miss, those with a named reason too.")
  private boolean misses;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "A checkout with a built node. Default: the one around this directory")
  private Path home = Path.of("");

  /** What is compared on a node. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {

    /**
     * @param data the directory of a node of our own; null = the node is somebody else's
     */
    T with(URI node, @Nullable Path data) throws E, IOException, InterruptedException;
  }

  /** Whether a case of this name is wanted. */
  public boolean wants(String name) {
    return name.contains(only);
  }

  /** Whether each miss is to be printed. */
  public boolean misses() {
    return misses;
  }

  /**
   * The reasons of known misses.
   *
   * @param builtIn the file of them that is used where none is named
   */
  public Reasons reasons(String builtIn) throws IOException {
    return reasons == null ? Reasons.builtIn(builtIn) : Reasons.from(reasons);
  }

  /**
   * Does the work on the node that is named, or on one that is started for it.
   *
   * @param name of the directory of one of our own
   */
  public <T, E extends Exception> T onNode(String name, Work<T, E> work)
      throws E, IOException, InterruptedException {
    if (endpoint != null) {
      return work.with(endpoint, null);
    }
    var data = Files.createTempDirectory(name);
    var settings =
        new NodeProcess.Settings(
            NodeProgram.find(home),
            data.resolve("data"),
            data.resolve("node.log"),
            NodeProcess.freePort(),
            List.of(),
            List.of());
    try (var node = NodeProcess.start(settings)) {
      return work.with(node.aws().endpoint(), settings.dataDirectory());
    }
  }
}
