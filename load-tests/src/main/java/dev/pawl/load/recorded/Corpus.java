package dev.pawl.load.recorded;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Definitions as files, in the relaxed JSON that people write. */
record Corpus(Path directory) {

  private static final ObjectMapper JSON5 =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  ObjectNode read(String file) {
    var path = directory.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new NotAtHand("definition " + file);
    }
    try {
      return (ObjectNode) JSON5.readTree(path.toFile());
    } catch (IOException | ClassCastException e) {
      throw new NotAtHand("definition " + file + " is no JSON object: " + e.getMessage());
    }
  }
}
