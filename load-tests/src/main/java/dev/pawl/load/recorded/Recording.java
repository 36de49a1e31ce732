package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * What AWS answered in one test of LocalStack's.
 *
 * @param test its path, class, name and parameter
 * @param date when AWS answered
 * @param definitionFiles where the definitions lie, relative to the corpus
 * @param definitionEdits the lines with which the test changed a definition
 * @param functionSources the handlers, by file name
 * @param answers by the name under which the test kept them, in the order of the file
 */
record Recording(
    String file,
    String test,
    LocalDate date,
    List<String> templates,
    List<String> definitionFiles,
    List<String> definitionEdits,
    List<String> functionSources,
    Map<String, JsonNode> answers) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MM-yyyy");
  private static final int DATE_CHARS = 10;
  private static final LocalDate REDRIVE = LocalDate.of(2023, 11, 15);

  Recording {
    templates = List.copyOf(templates);
    definitionFiles = List.copyOf(definitionFiles);
    definitionEdits = List.copyOf(definitionEdits);
    functionSources = List.copyOf(functionSources);
  }

  /** Every recording of a directory, by file name. */
  static List<Recording> readAll(Path directory) throws IOException {
    var recordings = new ArrayList<Recording>();
    try (var files = Files.list(directory)) {
      for (var file : files.sorted(Comparator.naturalOrder()).toList()) {
        if (file.toString().endsWith(".json")) {
          recordings.add(read(file));
        }
      }
    }
    return recordings;
  }

  private static Recording read(Path file) throws IOException {
    var json = JSON.readTree(file.toFile());
    var answers = new LinkedHashMap<String, JsonNode>();
    json.path("recorded")
        .properties()
        .forEach(entry -> answers.put(entry.getKey(), entry.getValue()));
    return new Recording(
        file.getFileName().toString(),
        json.path("test").asText(),
        date(json.path("recorded_date").asText()),
        texts(json.path("templates")),
        texts(json.path("corpus_files")),
        texts(json.path("definition_edits_in_test")),
        texts(json.path("lambda_sources")),
        answers);
  }

  private static LocalDate date(String text) {
    return text.length() < DATE_CHARS
        ? LocalDate.MAX
        : LocalDate.parse(text.substring(0, DATE_CHARS), DATE);
  }

  /** AWS answers with redriveCount since it can redrive executions. */
  boolean isBeforeRedrive() {
    return date.isBefore(REDRIVE);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** {@code test_base_scenarios}: the file of the test without its ending. */
  String area() {
    var path = test.substring(0, test.indexOf("::"));
    return path.substring(path.lastIndexOf('/') + 1).replace(".py", "");
  }

  /** {@code test_map_state}. */
  String name() {
    var name = test.substring(test.lastIndexOf("::") + 2);
    var bracket = name.indexOf('[');
    return bracket < 0 ? name : name.substring(0, bracket);
  }

  /** What stands in brackets after the name; empty without. */
  String parameter() {
    var bracket = test.indexOf('[');
    return bracket < 0 ? "" : test.substring(bracket + 1, test.length() - 1);
  }

  /** The eight digits that its file begins with. */
  String id() {
    return file.substring(0, Math.min(8, file.length()));
  }

  boolean hasHistories() {
    return answers.values().stream().anyMatch(Recording::isHistory);
  }

  static boolean isHistory(JsonNode answer) {
    return answer.path("events").isArray() && answer.path("events").path(0).has("type");
  }
}
