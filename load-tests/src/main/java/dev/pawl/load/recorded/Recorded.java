package dev.pawl.load.recorded;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.reasons.Comparison;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Replays recordings of AWS's answers against a node and says which come out right. The recordings
 * are not part of this repository.
 */
@Command(
    name = "recorded",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Replay what AWS answered against a node, and compare path by path.",
    footer = {
      "",
      "The exit code is 1 when there is a miss without a named reason.",
      "",
      "Examples:",
      "  load-tests/pawl-load recorded ../recordings/dev --corpus ../corpus",
      "  load-tests/pawl-load recorded ../recordings/dev --only test_map_state --endpoint http://127.0.0.1:4566"
    })
public final class Recorded implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Recordings, one JSON file each.")
  private Path directory = Path.of("");

  @Option(
      names = "--corpus",
      paramLabel = "DIR",
      description = "What the recordings' corpus_files are relative to. Default: DIR/../../corpus")
  private @Nullable Path corpus;

  @Option(names = "--threads", paramLabel = "N", description = "Default: 8")
  private int threads = 8;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the verdicts go as JSON.")
  private @Nullable Path out;

  @Mixin private Comparison comparison = new Comparison();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    var recordings =
        Recording.readAll(directory).stream().filter(r -> comparison.wants(r.test())).toList();
    var board =
        comparison.<Scoreboard, ExecutionException>onNode(
            "pawl-recorded",
            (node, data) ->
                against(node, recordings, new Buckets(data == null ? null : data.resolve("s3"))));
    board.print(System.out, comparison.misses());
    if (out != null) {
      board.write(out);
    }
    return board.hasUnnamed() ? 1 : 0;
  }

  private Scoreboard against(URI node, List<Recording> recordings, Buckets buckets)
      throws IOException, InterruptedException, ExecutionException {
    var definitions = corpus != null ? corpus : directory.resolve("../../corpus").normalize();
    var run = "r" + Long.toString(System.currentTimeMillis(), 36);
    var verdicts = new ArrayList<Future<Verdict>>();
    try (var aws = new AwsClient(node);
        var pool = Executors.newFixedThreadPool(threads)) {
      var replayer = new Replayer(aws, new Corpus(definitions), buckets, run);
      for (var recording : recordings) {
        verdicts.add(pool.submit(() -> replayer.replay(recording)));
      }
      var board = new Scoreboard(comparison.reasons("recorded.tsv"));
      for (var i = 0; i < recordings.size(); i++) {
        board.add(recordings.get(i), verdicts.get(i).get());
      }
      return board;
    }
  }
}
