package dev.pawl.node.cli.deploy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.pawl.engine.asl.Diagnostic;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.Severity;
import dev.pawl.engine.asl.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A definition as it lies on disk, in JSON or YAML. AWS knows only JSON, so YAML is turned into it.
 */
public final class DefinitionFile {

  private final Path file;
  private final String text;
  private final boolean yaml;

  private DefinitionFile(Path file, String text, boolean yaml) {
    this.file = file;
    this.text = text;
    this.yaml = yaml;
  }

  public static DefinitionFile read(Path file) throws IOException {
    var text = Files.readString(file);
    var name = file.getFileName().toString();
    var yaml =
        name.endsWith(".yaml")
            || name.endsWith(".yml")
            || (!name.endsWith(".json") && !text.stripLeading().startsWith("{"));
    return new DefinitionFile(file, text, yaml);
  }

  /** Whether the name of a file says that it holds a definition. */
  public static boolean isOne(Path file) {
    return file.getFileName().toString().matches(".+\\.asl\\.(json|yaml|yml)");
  }

  public Path file() {
    return file;
  }

  /** The name of the machine: the file's, without {@code .asl.json}. */
  public String machineName() {
    return file.getFileName().toString().replaceFirst("(\\.asl)?\\.(json|yaml|yml)$", "");
  }

  /** The definition as AWS takes it. A JSON file is given byte for byte. */
  public String json() throws JsonProcessingException {
    return yaml ? asJson() : text;
  }

  /** The same file with another text, as it is once its placeholders are filled. */
  DefinitionFile withText(UnaryOperator<String> change) {
    return new DefinitionFile(file, change.apply(text), yaml);
  }

  boolean hasPlaceholders() {
    return Placeholders.areIn(text);
  }

  /** All findings of the validator, each with its line and column in this file. */
  public List<Finding> findings(MachineType type) {
    String json;
    try {
      json = json();
    } catch (JsonProcessingException e) {
      return List.of(notYaml(e));
    }
    var places = SourcePlaces.of(yaml ? new YAMLFactory() : new JsonFactory(), text);
    return Validator.validate(json, type).stream()
        .map(diagnostic -> new Finding(diagnostic, places.of(diagnostic.location())))
        .toList();
  }

  /** A diagnostic and where in the file it points to. */
  public record Finding(Diagnostic diagnostic, SourcePlaces.Place place) {}

  private String asJson() throws JsonProcessingException {
    var tree = new ObjectMapper(new YAMLFactory()).readTree(text);
    return tree.isMissingNode() ? "" : tree.toString();
  }

  private static Finding notYaml(JsonProcessingException e) {
    var location = e.getLocation();
    var place =
        location == null
            ? SourcePlaces.START
            : new SourcePlaces.Place(location.getLineNr(), location.getColumnNr());
    return new Finding(
        new Diagnostic(
            Severity.ERROR,
            "INVALID_JSON_DESCRIPTION",
            "Expected YAML, but: " + e.getOriginalMessage().replaceAll("\\s+", " "),
            null),
        place);
  }
}
