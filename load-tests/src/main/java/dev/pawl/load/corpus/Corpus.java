package dev.pawl.load.corpus;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import dev.pawl.load.reasons.Comparison;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private Comparison comparison = new Comparison();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var entries =
        Entry.readIndex(directory.resolve("index.tsv")).stream()
            .filter(entry -> comparison.wants(entry.title()))
            .toList();
    var report = new CorpusReport(comparison.reasons("corpus.tsv"));
    comparison.onNode("pawl-corpus", (node, data) -> against(node, entries, report));
    report.print(System.out, comparison.misses());
    return report.hasUnnamed() ? 1 : 0;
  }

  private CorpusReport against(URI node, List<Entry> entries, CorpusReport report) {
    try (var aws = new AwsClient(node)) {
      entries.forEach(entry -> report.add(entry, judge(aws, entry)));
    }
    return report;
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
