package dev.pawl.load.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The objects that an ItemReader read in a recording. They are not in it, but follow from what the
 * distributed Map put out: a directory of the node is the bucket, with one file in it.
 */
final class Buckets {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode SCALAR = JsonNodeFactory.instance.numberNode(1);
  private static final int MORE_ITEMS = 3;

  private final @Nullable Path directory;

  /**
   * @param directory where the node has its buckets; null when that is not known
   */
  Buckets(@Nullable Path directory) {
    this.directory = directory;
  }

  /** Whether the definition reads objects. */
  static boolean areNeededBy(String definition) {
    return definition.contains(":s3:");
  }

  /** Makes the bucket of this name with the file that the recording read. */
  void fill(String bucket, Recording recording) {
    if (directory == null || recording.name().contains("list_objects")) {
      throw new NotAtHand("bucket");
    }
    try {
      var folder = Files.createDirectories(directory.resolve(bucket));
      Files.writeString(folder.resolve("file.csv"), csv(recording));
      Files.writeString(folder.resolve("file.json"), json(recording).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Recording recording) {
    var items = items(recording);
    return items == null ? SCALAR : more(recording, items);
  }

  /** Rows beyond MaxItems, which are not to be read. */
  private static ArrayNode more(Recording recording, ArrayNode items) {
    var all = items.deepCopy();
    var isCut =
        recording.name().contains("max_items")
            && !recording.parameter().equals("0")
            && !recording.parameter().equals("100000000");
    for (var i = 0; isCut && i < MORE_ITEMS && !items.isEmpty(); i++) {
      all.add(items.get(0));
    }
    return all;
  }

  private static String csv(Recording recording) {
    var items = items(recording);
    if (items == null || items.isEmpty() || !items.get(0).isObject()) {
      return "H1,H2\nValue1,Value2\n";
    }
    var headers = headers(items);
    var lines = new ArrayList<String>();
    if (!recording.definitionEdits().toString().contains("csv_headers")) {
      lines.add(row(headers));
    }
    var extra = recording.name().contains("extra_fields") ? List.of("extra") : List.<String>of();
    for (var item : more(recording, items)) {
      var values = new ArrayList<>(headers.stream().map(h -> item.path(h).asText()).toList());
      values.addAll(extra);
      lines.add(row(values));
    }
    return String.join("\n", lines) + "\n";
  }

  /** The columns that the items have. */
  static List<String> headers(ArrayNode items) {
    var headers = new ArrayList<String>();
    items.get(0).fieldNames().forEachRemaining(headers::add);
    return headers;
  }

  private static String row(List<String> values) {
    return values.stream()
        .map(value -> '"' + value.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(","));
  }

  /** What the execution put out; null when it failed. */
  static @Nullable ArrayNode items(Recording recording) {
    for (var answer : recording.answers().values()) {
      for (var event : answer.path("events")) {
        var output = event.path("executionSucceededEventDetails").path("output");
        if (!output.isMissingNode() && parsed(output) instanceof ArrayNode items) {
          return unbatched(items);
        }
      }
    }
    return null;
  }

  private static ArrayNode unbatched(ArrayNode items) {
    if (items.isEmpty() || !items.get(0).path("Items").isArray()) {
      return items;
    }
    var all = JsonNodeFactory.instance.arrayNode();
    items.forEach(batch -> all.addAll((ArrayNode) batch.path("Items")));
    return all;
  }

  private static JsonNode parsed(JsonNode output) {
    try {
      return output.isTextual() ? JSON.readTree(output.textValue()) : output;
    } catch (JsonProcessingException e) {
      return output;
    }
  }
}
