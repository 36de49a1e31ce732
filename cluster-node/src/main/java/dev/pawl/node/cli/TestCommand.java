package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.rehearsal.Difference;
import dev.pawl.engine.rehearsal.IllegalSuiteException;
import dev.pawl.engine.rehearsal.TestCase;
import dev.pawl.engine.rehearsal.TestSuite;
import dev.pawl.node.cli.client.AwsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs test cases of whole workflows, with mocked tasks and skipped time. Needs no node. */
@Command(
    name = "test",
    description = {
      "Run test cases of workflows in memory: tasks are mocked, and no time passes.",
      "",
      "A file names a definition and its cases: input, mocks, and what is expected of status,"
          + " output, path and history. docs/testing.md explains it. Exits with 1 if a case fails"
          + " and with 2 if a file makes no sense."
    },
    footer = {
      "  pawl test order-processing.test.yaml",
      "  pawl test tests/*.yaml --junit target/workflows.xml",
      "  pawl test tests/*.yaml --filter refund"
    })
final class TestCommand extends PawlCommand {
  private static final double NANOS = 1e9;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Test cases in YAML or JSON.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "Only the cases whose name contains this.")
  private @Nullable String filter;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit's XML there.")
  private @Nullable Path junit;

  @Option(
      names = "--case-seconds",
      paramLabel = "N",
      description = "Give a case up after so many seconds. Default: ${DEFAULT-VALUE}")
  private int caseSeconds = 10;

  /**
   * A case that has been run.
   *
   * @param took real time
   */
  record Ran(Path file, TestCase.Outcome outcome, Duration took) {}

  @Override
  public Integer call() throws IOException {
    var suites = new ArrayList<TestSuite>();
    for (var file : files) {
      suites.add(read(file));
    }
    var begin = System.nanoTime();
    var ran = new ArrayList<Ran>();
    for (var i = 0; i < suites.size(); i++) {
      run(files.get(i), suites.get(i), ran);
    }
    var seconds = (System.nanoTime() - begin) / NANOS;
    if (junit != null) {
      JUnitReport.write(junit, ran);
    }
    var failed = ran.stream().filter(one -> !one.outcome().passed()).count();
    if (!json()) {
      print(
          "%d cases, %d passed, %d failed, in %.2f s"
              .formatted(ran.size(), ran.size() - failed, failed, seconds));
    }
    return failed == 0 ? ExitCode.OK : ExitCode.BAD_ANSWER;
  }

  private static TestSuite read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          ExitCode.USAGE, "Expected a file at " + file + ", but there is none.");
    }
    try {
      return TestSuite.read(
          Files.readString(file), file.getFileName().toString(), path -> beside(file, path));
    } catch (IllegalSuiteException e) {
      throw new CommandFailure(ExitCode.USAGE, file + ": " + e.getMessage());
    }
  }

  private static String beside(Path file, String path) throws IllegalSuiteException {
    var found = file.toAbsolutePath().resolveSibling(path);
    try {
      return Files.readString(found);
    } catch (IOException e) {
      throw new IllegalSuiteException("Expected a file at " + found + ", but there is none.");
    }
  }

  private void run(Path file, TestSuite suite, List<Ran> ran) {
    for (var testCase : suite.cases()) {
      if (filter == null || testCase.name().contains(filter)) {
        var begin = System.nanoTime();
        var latest = begin + Duration.ofSeconds(caseSeconds).toNanos();
        var outcome = testCase.run(suite.rehearsal(), () -> System.nanoTime() - latest > 0);
        var one = new Ran(file, outcome, Duration.ofNanos(System.nanoTime() - begin));
        ran.add(one);
        show(one);
      }
    }
  }

  private void show(Ran ran) {
    if (json()) {
      printJsonLine(object(ran));
      return;
    }
    var outcome = ran.outcome();
    print((outcome.passed() ? "ok    " : "FAIL  ") + outcome.testCase().name());
    if (!outcome.passed()) {
      why(outcome).lines().forEach(line -> print("        " + line));
    }
  }

  /** Why a case has failed, in lines. */
  static String why(TestCase.Outcome outcome) {
    if (outcome.halted() != null) {
      return outcome.halted();
    }
    return String.join("\n", outcome.differences().stream().map(Difference::toString).toList());
  }

  private static ObjectNode object(Ran ran) {
    var outcome = ran.outcome();
    var object =
        AwsClient.object()
            .put("file", ran.file().toString())
            .put("case", outcome.testCase().name())
            .put("result", outcome.passed() ? "OK" : "FAIL")
            .put("milliseconds", ran.took().toMillis());
    if (outcome.halted() != null) {
      object.put("message", outcome.halted());
    }
    var performance = outcome.performance();
    if (performance != null) {
      object.put("status", performance.status().name());
      performance.path().forEach(object.withArray("/path")::add);
      for (var difference : outcome.differences()) {
        object
            .withArray("/differences")
            .addObject()
            .put("where", difference.where())
            .put("expected", difference.expected())
            .put("found", difference.found());
      }
    }
    return object;
  }
}
