package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.api.Operation;
import dev.pawl.protocol.awsjson.Member;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import dev.pawl.protocol.awsjson.SearchShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of operations in {@code docs/api.md} is what the node serves, and that is what AWS
 * documents. {@code -Ddocs.update=true} writes it anew.
 */
class ApiTableTest {

  private static final Path PAGE = Path.of("../docs/api.md");
  private static final String BEGIN = "<!-- %s: written by ApiTableTest -->\n";
  private static final String END = "<!-- end of %s -->\n";

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
      var page = Files.readString(PAGE);
      var expected =
          with(
              with(page, "operations", table(api.operations)),
              "operations of Pawl",
              table(api.pawlOperations));

      if (Boolean.getBoolean("docs.update")) {
        Files.writeString(PAGE, expected);
      }

      assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }
  }

  private static String table(List<Operation> operations) {
    return operations.stream()
        .map(Operation::shape)
        .sorted(Comparator.comparing(OperationShape::name))
        .map(ApiTableTest::row)
        .collect(Collectors.joining("", "| operation | members (**required**) |\n|---|---|\n", ""));
  }

  private static String with(String page, String name, String table) {
    var begin = BEGIN.formatted(name);
    return page.substring(0, page.indexOf(begin) + begin.length())
        + table
        + page.substring(page.indexOf(END.formatted(name)));
  }

  @Test
  void everyOperationOfPawlIsServed(@TempDir Path directory) throws IllegalAccessException {
    try (var api = new ApiFixture(directory)) {
      var served = api.pawlOperations.stream().map(Operation::shape).toList();
      var shapes = new ArrayList<OperationShape>();
      for (var family : List.of(PawlShapes.class, SearchShapes.class)) {
        for (var field : family.getFields()) {
          if (field.get(null) instanceof OperationShape shape) {
            shapes.add(shape);
          }
        }
      }

      assertThat(served).containsExactlyInAnyOrderElementsOf(shapes);
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
