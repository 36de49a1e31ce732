package dev.pawl.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  @TempDir private Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int validate(String... args) {
    var all = new String[args.length + 1];
    all[0] = "validate";
    System.arraycopy(args, 0, all, 1, args.length);
    return Pawl.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void aValidDefinitionIsOk() throws IOException {
    var file =
        file(
            "a.asl.json",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}");

    assertThat(validate(file)).isZero();
    assertThat(out.toString().strip()).isEqualTo(file + ": OK");
  }

  @Test
  void aFindingHasItsLineAndColumnInTheFile() throws IOException {
    var file =
        file(
            "a.asl.json",
            """
            {
              "StartAt": "A",
              "States": {
                "A": {
                  "Type": "Choice",
                  "Choices": [
                    {"Variable": "$.n", "IsNull": true, "Next": "A"},
                    {"Variable": "$.n", "IsNull": true,
                     "Next": "Nowhere"}
                  ]
                }
              }
            }
            """);

    assertThat(validate(file)).isEqualTo(ExitCode.BAD_ANSWER);
    assertThat(out.toString().strip())
        .startsWith(file + ":9:10: ERROR MISSING_TRANSITION_TARGET ")
        .endsWith("Nowhere at /States/A/Choices[1]/Next");
  }

  @Test
  void yamlIsReadAsJsonAndKeepsItsLines() throws IOException {
    var file =
        file(
            "a.asl.yaml",
            """
            StartAt: A
            States:
              A:
                Type: Pass
                Next: Nowhere
            """);

    assertThat(validate(file)).isEqualTo(ExitCode.BAD_ANSWER);
    assertThat(out.toString())
        .startsWith(file + ":5:5: ERROR MISSING_TRANSITION_TARGET")
        .contains("at /States/A/Next");
  }

  @Test
  void brokenJsonIsOneLineWithThePlaceWhereItBreaks() throws IOException {
    var file = file("a.json", "{\n  \"StartAt\": oops\n}");

    assertThat(validate(file)).isEqualTo(ExitCode.BAD_ANSWER);
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString()).startsWith(file + ":2:").contains("ERROR INVALID_JSON_DESCRIPTION");
  }

  @Test
  void jsonIsOneObjectPerFile() throws IOException {
    var good =
        file(
            "a.asl.json",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}");
    var bad =
        file(
            "b.asl.json",
            "{\"StartAt\":\"X\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}");

    assertThat(validate("--json", good, bad)).isEqualTo(ExitCode.BAD_ANSWER);
    var lines = out.toString().lines().toList();
    var json = new ObjectMapper();

    assertThat(json.readTree(lines.get(0)))
        .isEqualTo(
            json.createObjectNode()
                .put("file", good)
                .put("result", "OK")
                .set("diagnostics", json.createArrayNode()));
    var second = json.readTree(lines.get(1));
    assertThat(second.path("result").asText()).isEqualTo("FAIL");
    assertThat(second.path("diagnostics").path(0).path("severity").asText()).isEqualTo("ERROR");
    assertThat(second.path("diagnostics").path(0).path("line").asInt()).isEqualTo(1);
  }

  @Test
  void aMissingFileIsSaidAndNothingIsGuessed() {
    assertThat(validate(directory.resolve("no.json").toString())).isEqualTo(ExitCode.LOCAL);
    assertThat(err.toString()).contains("Expected a file at").contains("no.json");
  }
}
