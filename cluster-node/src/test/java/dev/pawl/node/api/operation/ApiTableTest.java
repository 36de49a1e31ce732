package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.api.Operation;
import dev.pawl.protocol.awsjson.Member;
import dev.pawl.protocol.awsjson.OperationShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of operations in {@code docs/api.md} is what the node serves, and that is what AWS
 * documents. {@code -Ddocs.update=true} writes it anew.
 */
class ApiTableTest {

  private static final Path PAGE = Path.of("../docs/api.md");
  private static final String BEGIN = "<!-- operations: written by ApiTableTest -->\n";
  private static final String END = "<!-- end of operations -->\n";

  @Test
  void theNodeServesTheOperationsAndMembersThatAwsDocuments(@TempDir Path directory) {
    try (var api = new ApiFixture(directory)) {
      var served =
          api.operations.stream()
              .map(Operation::shape)
              .collect(
                  Collectors.toMap(
                      OperationShape::name,
                      shape ->
                          shape.input().members().stream().map(Member::name).sorted().toList()));
      var documented =
          OperationModel.read().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      java.util.Map.Entry::getKey,
                      operation ->
                          operation.getValue().stream()
                              .map(OperationModel.Member::name)
                              .sorted()
                              .toList()));

      assertThat(served).isEqualTo(documented).hasSize(37);
    }
  }

  @Test
  void theTableInTheDocumentationIsTheRegistryOfOperations(@TempDir Path directory)
      throws IOException {
    try (var api = new ApiFixture(directory)) {
      var table =
          api.operations.stream()
              .map(Operation::shape)
              .sorted(Comparator.comparing(OperationShape::name))
              .map(ApiTableTest::row)
              .collect(
                  Collectors.joining(
                      "", "| operation | members (**required**) |\n|---|---|\n", ""));
      var page = Files.readString(PAGE);
      var expected =
          page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
              + table
              + page.substring(page.indexOf(END));

      if (Boolean.getBoolean("docs.update")) {
        Files.writeString(PAGE, expected);
      }

      assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }
  }

  private static String row(OperationShape shape) {
    return "| %s | %s |\n"
        .formatted(
            shape.name(),
            shape.input().members().stream()
                .map(member -> member.required() ? "**" + member.name() + "**" : member.name())
                .collect(Collectors.joining(", ")));
  }
}
