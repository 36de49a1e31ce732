package dev.pawl.load.corpus;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import dev.pawl.load.reasons.Reasons;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Has a node judge published definitions and compares its verdicts with the expected ones. The
 * definitions are not part of this repository.
 */
@Command(
    name = "corpus",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Have a node judge published definitions, and compare with what is expected.",
    footer = {
      "",
      "DIR holds index.tsv (file, repo, path, pointer, kind, parse, expected, …) and the files it names.",
      "The exit code is 1 when there is a miss without a named reason.",
      "",
      "Examples:",
      "  load-tests/pawl-load corpus ../corpus",
      "  load-tests/pawl-load corpus ../corpus --misses --endpoint http://127.0.0.1:4566"
    })
public final class Corpus implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Where index.tsv is.")
  private Path directory = Path.of("");

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "A node that runs. Default: start one of our own")
  private @Nullable URI endpoint;

  @Option(names = "--only", paramLabel = "TEXT", description = "Only entries whose path holds it.")
  private String only = "";

  @Option(
      names = "--reasons",
      paramLabel = "FILE",
      description = "Named reasons of misses: name, path, miss, reason between tabs.")
  private @Nullable Path reasons;

  @Option(names = "--misses", description = "Print misses that have a named reason, too.")
  private boolean misses;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "A checkout with a built node. Default: the one around this directory")
  private Path home = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    var entries =
        Entry.readIndex(directory.resolve("index.tsv")).stream()
            .filter(entry -> entry.title().contains(only))
            .toList();
    var known = reasons == null ? Reasons.builtIn("corpus.tsv") : Reasons.from(reasons);
    var report = new CorpusReport(known);
    if (endpoint == null) {
      againstOwnNode(entries, report);
    } else {
      against(endpoint, entries, report);
    }
    report.print(System.out, misses);
    return report.hasUnnamed() ? 1 : 0;
  }

  private void againstOwnNode(List<Entry> entries, CorpusReport report)
      throws IOException, InterruptedException {
    var data = Files.createTempDirectory("pawl-corpus");
    var settings =
        new NodeProcess.Settings(
            NodeProgram.find(home),
            data.resolve("data"),
            data.resolve("node.log"),
            NodeProcess.freePort(),
            List.of(),
            List.of());
    try (var node = NodeProcess.start(settings)) {
      against(node.aws().endpoint(), entries, report);
    }
  }

  private void against(URI node, List<Entry> entries, CorpusReport report) {
    try (var aws = new AwsClient(node)) {
      entries.forEach(entry -> report.add(entry, judge(aws, entry)));
    }
  }

  private Judgement judge(AwsClient aws, Entry entry) {
    try {
      var definition = DefinitionFile.read(directory, entry);
      var request =
          AwsClient.object()
              .put("definition", definition)
              .put("type", "STANDARD")
              .put("maxResults", 100);
      return Judgement.of(aws.stepFunctions("ValidateStateMachineDefinition", request));
    } catch (IOException e) {
      return Judgement.unreadable(e);
    } catch (AwsError e) {
      return Judgement.refused(e);
    }
  }
}
