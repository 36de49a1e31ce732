package dev.pawl.load.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sets runs of two revisions beside each other. A change is called noise when the ranges of the
 * rounds overlap: with three rounds each, two equal revisions come apart by chance in one of ten.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compare a-*.json with b-*.json; load-tests/compare writes them.")
public final class Comparison implements Callable<Integer> {

  private static final List<String> FIGURES =
      List.of("executionsPerSecond", "p50Millis", "p99Millis", "nodeCpuMillisPerExecution");

  @Parameters(paramLabel = "DIR", description = "Where the results are.")
  private Path directory = Path.of("");

  @Option(names = "--names", split = ",", description = "What to call the two.")
  private List<String> names = List.of("a", "b");

  @Override
  public Integer call() throws IOException {
    var first = read("a-");
    var second = read("b-");
    System.out.printf("%-44s %14s %14s %9s%n", "", names.getFirst(), names.getLast(), "change");
    for (var figure : first.entrySet()) {
      var after = second.get(figure.getKey());
      if (after != null) {
        print(figure.getKey(), figure.getValue(), after);
      }
    }
    return 0;
  }

  private static void print(String name, List<Double> before, List<Double> after) {
    Collections.sort(before);
    Collections.sort(after);
    var from = before.get(before.size() / 2);
    var to = after.get(after.size() / 2);
    var overlap = before.getFirst() <= after.getLast() && after.getFirst() <= before.getLast();
    System.out.printf(
        "%-44s %14.2f %14.2f %+8.1f%% %s%n",
        name, from, to, 100 * (to - from) / from, overlap ? "noise" : "");
  }

  private Map<String, List<Double>> read(String prefix) throws IOException {
    var figures = new LinkedHashMap<String, List<Double>>();
    try (var files = Files.newDirectoryStream(directory, prefix + "*.json")) {
      for (var file : files) {
        for (var level : new ObjectMapper().readTree(file.toFile()).path("levels")) {
          FIGURES.forEach(figure -> add(figures, level, figure));
        }
      }
    }
    return figures;
  }

  private static void add(Map<String, List<Double>> figures, JsonNode level, String figure) {
    var name =
        "%s %s %d %s"
            .formatted(
                level.path("database").asText(),
                level.path("workload").asText(),
                level.path("clients").asInt(),
                figure);
    figures.computeIfAbsent(name, n -> new ArrayList<>()).add(level.path(figure).asDouble());
  }
}
