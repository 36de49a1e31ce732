package dev.pawl.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
  private static final String DEFINITION =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","Next":"W"},
        "W":{"Type":"Wait","Seconds":3600,"Next":"B"},
        "B":{"Type":"Pass","End":true}}}
      """;

  @TempDir private Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int test(String... args) {
    var all = new String[args.length + 1];
    all[0] = "test";
    System.arraycopy(args, 0, all, 1, args.length);
    return Pawl.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  private String suite(String cases) throws IOException {
    Files.writeString(directory.resolve("a.asl.json"), DEFINITION);
    return Files.writeString(
            directory.resolve("a.test.yaml"), "definition: a.asl.json\ncases:\n" + cases)
        .toString();
  }

  @Test
  void theExamplesPass() {
    assertThat(test(example())).isZero();
    assertThat(out.toString()).contains("ok    a physical order is shipped", "0 failed");
  }

  private static String example() {
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      var file = place.resolve("examples/order-processing/order-processing.test.yaml");
      if (Files.isRegularFile(file)) {
        return file.toString();
      }
    }
    throw new AssertionError("Expected the examples above the working directory.");
  }

  @Test
  void aFailingCaseShowsItsDifferencesAndGoesIntoTheReport() throws IOException {
    var file =
        suite(
            """
              - {name: good, mocks: {A: {result: {n: 1}}}, expect: {output: {n: 1}}}
              - {name: bad <&>, mocks: {A: {result: {n: 1}}}, expect: {output: {n: 2}, path: [A, B]}}
              - {name: unmocked, expect: {status: SUCCEEDED}}
            """);
    var report = directory.resolve("reports/junit.xml");

    assertThat(test(file, "--junit", report.toString())).isEqualTo(ExitCode.BAD_ANSWER);

    assertThat(out.toString())
        .contains(
            "ok    good",
            "FAIL  bad <&>\n        output/n\n          expected: 2\n          found:    1",
            "expected: A, »B«",
            "FAIL  unmocked\n        Expected a mock for call 1 of the state 'A'",
            "3 cases, 1 passed, 2 failed");
    assertThat(Files.readString(report))
        .contains(
            "tests=\"3\" failures=\"1\" errors=\"1\"", "name=\"bad &lt;&amp;&gt;\"", "<failure");
  }

  @Test
  void casesCanBeChosenAndPrintedAsJson() throws IOException {
    var file =
        suite(
            """
              - {name: good, mocks: {A: {result: 1}}, expect: {output: 1}}
              - {name: other, expect: {output: 1}}
            """);

    assertThat(test(file, "--filter", "goo", "--json")).isZero();
    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .contains("\"case\":\"good\",\"result\":\"OK\"");
  }

  @Test
  void aFileThatMakesNoSenseIsAWrongUsage() throws IOException {
    assertThat(test(suite("  - {name: x, expct: {}}"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("/cases/0", "expct");
    assertThat(test(directory.resolve("none.yaml").toString())).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void fiveHundredCasesTakeLessThanASecondOnceTheJvmIsWarm() throws IOException {
    var cases =
        IntStream.range(0, 2000)
            .mapToObj(i ->
                "  - {name: n%d, mocks: {A: {result: %d}}, expect: {output: %d}}"
                    .formatted(i, i, i))
            .collect(Collectors.joining("\n"));
    var file = suite(cases);
    assertThat(test(file)).isZero();

    var begin = System.nanoTime();
    assertThat(test(file)).isZero();
    var perSecond = 2000 / ((System.nanoTime() - begin) / 1e9);

    System.out.printf("pawl test: %.0f cases/s%n", perSecond);
    assertThat(perSecond).isGreaterThan(500);
  }
}
