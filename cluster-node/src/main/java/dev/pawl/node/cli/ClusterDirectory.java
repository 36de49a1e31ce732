package dev.pawl.node.cli;

import dev.pawl.node.cli.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the local cluster is. */
final class ClusterDirectory {

  private static final String DEFAULT = "pawl-cluster";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the cluster's data and logs lie. Default: " + DEFAULT)
  private Path path = Path.of(DEFAULT);

  Path path() {
    return path;
  }

  String asOption() {
    return path.toString().equals(DEFAULT) ? "" : " --dir " + path;
  }

  LocalCluster open() throws IOException {
    return LocalCluster.open(path)
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.LOCAL,
                "Expected a cluster in "
                    + path
                    + ", but there is none. Start one with: pawl cluster --nodes 3"));
  }
}
