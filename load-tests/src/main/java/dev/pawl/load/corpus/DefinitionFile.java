package dev.pawl.load.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** One definition out of its file, as the text that a deployment would have sent. */
final class DefinitionFile {

  private static final ObjectMapper JSON5 =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private static final String IN_A_STRING = "#string";

  /** A placeholder that stands where JSON wants a value: {@code "Seconds": ${Seconds}}. */
  private static final Pattern BARE_PLACEHOLDER =
      Pattern.compile("([:,\\[]\\s*)\\$\\{[^}\"]*\\}(?=\\s*[,}\\]])");

  private DefinitionFile() {}

  /**
   * The definition of an entry, with every placeholder filled in. What is plain JSON without a
   * placeholder stays as it is, to the byte: a duplicate key or a number's form may be the point.
   *
   * @throws IOException for a file that is not of the form that the index says
   */
  static String read(Path directory, Entry entry) throws IOException {
    var text = Files.readString(directory.resolve(entry.file()));
    if (entry.pointer().equals("/") && entry.parse().equals("json")) {
      var filled = Placeholders.fill(JSON5.readTree(text));
      return filled.equals(JSON5.readTree(text)) ? text : filled.toString();
    }
    return Placeholders.fill(machine(entry, text)).toString();
  }

  private static JsonNode machine(Entry entry, String text) throws IOException {
    var document = entry.parse().equals("yaml") ? Templates.read(text) : json(text);
    var inString = entry.pointer().endsWith(IN_A_STRING);
    var pointer = entry.pointer().replace(IN_A_STRING, "");
    var found = pointer.equals("/") ? document : document.at(pointer);
    if (found.isMissingNode()) {
      throw new IOException("Expected something at " + entry.pointer() + ", but found nothing.");
    }
    if (found.isTextual()) {
      return json(found.textValue());
    }
    if (inString) {
      return json(Templates.text(found));
    }
    return found;
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON5.readTree(BARE_PLACEHOLDER.matcher(text).replaceAll("$11"));
  }
}
