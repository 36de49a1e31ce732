package dev.pawl.node.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.engine.asl.MachineType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies under {@code examples/} can be deployed, as it is and by the AWS CLI. */
class ExamplesTest {

  private static Path example(String name) {
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.isDirectory(place.resolve("examples"))) {
        return place.resolve("examples").resolve(name);
      }
    }
    throw new AssertionError("Expected the examples above the working directory.");
  }

  private static List<Path> functions(String name) throws IOException {
    try (var files = Files.list(example(name).resolve("functions"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"product-import", "order-processing"})
  void theDefinitionHasNoFindingAndNeedsNoPlaceholders(String name) throws IOException {
    var definition = DefinitionFile.read(example(name).resolve(name + ".asl.json"));

    assertThat(definition.findings(MachineType.STANDARD)).isEmpty();
    assertThat(definition.hasPlaceholders()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"product-import", "order-processing"})
  void everyFunctionItCallsIsThere(String name) throws IOException {
    var definition =
        new ObjectMapper().readTree(example(name).resolve(name + ".asl.json").toFile());
    var called = definition.findValuesAsText("FunctionName");

    assertThat(functions(name))
        .extracting(directory -> directory.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(called.stream().distinct().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"product-import", "order-processing"})
  void theHandlersCompileAndAreInTheZip(String name) throws Exception {
    var code = new FunctionCode();
    var zips = new ArrayList<byte[]>();
    for (var directory : functions(name)) {
      var description = FunctionDescription.read(directory);
      var zip = code.of(directory, description);

      assertThat(DeploymentTest.names(zip))
          .contains(description.handler().replace('.', '/') + ".class");
      zips.add(zip);
    }
    assertThat(zips).isNotEmpty();
  }
}
