package dev.pawl.engine.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to {@link JsonNode} and back: RFC 8259 and nothing more, bounded in depth and size.
 *
 * <p>Members keep their order, and of a repeated key the last one counts. Integers keep all their
 * digits; other numbers are doubles, and one that no double can hold is refused.
 */
public final class Json {
  /** The deepest nesting read from outside. */
  public static final int DEPTH_MAX = 1_000;

  static final int TEXT_CHARS_MAX = 160 * 1024 * 1024;

  private static final char REPLACEMENT = '\uFFFD';

  private static final ObjectMapper MAPPER = mapper(DEPTH_MAX);
  // Of our own storage: states may wrap what came in, or put it deep into itself, at each step.
  private static final ObjectMapper STORED = mapper(Integer.MAX_VALUE);

  // "(start marker at [Source: …; line: 1, column: 1])"
  private static final Pattern SOURCE =
      Pattern.compile("at \\[Source: [^;]*; (?=line: )|(?<=\\d)]");

  private Json() {}

  /** Reads exactly one JSON value; white space may surround it. */
  public static JsonNode parse(String text) throws JsonTextException {
    return parse(MAPPER, text);
  }

  static JsonNode parseStored(String text) throws JsonTextException {
    return parse(STORED, text);
  }

  /** Compact JSON text, well-formed in any encoding. Works for trees of any depth. */
  public static String write(JsonNode node) {
    return wellFormed(written(node));
  }

  /**
   * JSON text in which half a surrogate pair, which no encoding can hold, is written as an escape.
   */
  static String wellFormed(String json) {
    int half = halfPair(json, 0);
    if (half < 0) {
      return json;
    }
    var text = new StringBuilder(json.length() + 16);
    int from = 0;
    for (; half >= 0; half = halfPair(json, from)) {
      text.append(json, from, half).append("\\u%04x".formatted((int) json.charAt(half)));
      from = half + 1;
    }
    return text.append(json, from, json.length()).toString();
  }

  /** The value with U+FFFD for each half of a surrogate pair: as it would be read back. */
  public static JsonNode storable(JsonNode node) {
    var text = written(node);
    if (text.indexOf(REPLACEMENT) < 0 && halfPair(text, 0) < 0) {
      return node;
    }
    try {
      return parseStored(replaced(text));
    } catch (JsonTextException e) {
      throw new AssertionError("Expected our own text to be JSON, but " + e.getMessage(), e);
    }
  }

  private static String replaced(String text) {
    int half = halfPair(text, 0);
    if (half < 0) {
      return text;
    }
    var whole = new StringBuilder(text);
    for (; half >= 0; half = halfPair(text, half + 1)) {
      whole.setCharAt(half, REPLACEMENT);
    }
    return whole.toString();
  }

  /** Where the next half of a surrogate pair without the other stands; -1 if there is none. */
  private static int halfPair(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static String written(JsonNode node) {
    var text = new StringWriter();
    try (var generator = STORED.createGenerator(text)) {
      write(node, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The mapper behind this class, for those who bind records. It must not be reconfigured. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Whether a tree is nested deeper than {@code limit}; a scalar has depth 0. */
  public static boolean deeperThan(JsonNode node, int limit) {
    if (!node.isContainerNode()) {
      return limit < 0;
    }
    var open = new ArrayDeque<Iterator<JsonNode>>();
    open.push(node.elements());
    while (!open.isEmpty()) {
      if (open.size() > limit) {
        return true;
      }
      var elements = open.peek();
      if (!elements.hasNext()) {
        open.pop();
        continue;
      }
      var element = elements.next();
      if (element.isContainerNode()) {
        open.push(element.elements());
      }
    }
    return false;
  }

  private static ObjectMapper mapper(int depthMax) {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(depthMax)
                    .maxStringLength(TEXT_CHARS_MAX)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    return JsonMapper.builder(factory)
        .nodeFactory(new FiniteNumbers())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  private static JsonNode parse(ObjectMapper mapper, String text) throws JsonTextException {
    if (text.length() > TEXT_CHARS_MAX) {
      throw new JsonTextException(
          "Expected at most " + TEXT_CHARS_MAX + " characters of JSON, got " + text.length(), 1, 1);
    }
    try (var parser = mapper.getFactory().createParser(text)) {
      return parseAll(mapper, parser);
    } catch (JsonProcessingException e) {
      throw refusal(e.getOriginalMessage(), e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a String has no I/O
    }
  }

  private static JsonNode parseAll(ObjectMapper mapper, JsonParser parser)
      throws IOException, JsonTextException {
    if (parser.nextToken() == null) {
      throw refusal("No content to map due to end-of-input", parser.currentLocation());
    }
    JsonNode node;
    try {
      node = mapper.readTree(parser);
    } catch (InfiniteNumberException e) {
      throw refusal(e.getMessage(), parser.currentLocation());
    }
    if (parser.nextToken() != null) {
      throw refusal(
          "Trailing token (of type %s) found after value: not allowed"
              .formatted(parser.currentToken()),
          parser.currentTokenLocation());
    }
    return node;
  }

  private static JsonTextException refusal(@Nullable String message, @Nullable JsonLocation at) {
    return new JsonTextException(
        message == null ? "Not JSON" : SOURCE.matcher(message).replaceAll("at "),
        at == null ? 1 : Math.max(1, at.getLineNr()),
        at == null ? 1 : Math.max(1, at.getColumnNr()));
  }

  // A stack of our own: trees nest deeper than a thread's stack.
  private static void write(JsonNode root, JsonGenerator generator) throws IOException {
    var open = new ArrayDeque<Iterator<?>>();
    open(root, generator, open);
    while (!open.isEmpty()) {
      var members = open.peek();
      if (!members.hasNext()) {
        open.pop();
        if (generator.getOutputContext().inArray()) {
          generator.writeEndArray();
        } else {
          generator.writeEndObject();
        }
      } else {
        writeNext(members.next(), generator, open);
      }
    }
  }

  private static void writeNext(Object next, JsonGenerator generator, Deque<Iterator<?>> open)
      throws IOException {
    if (next instanceof Map.Entry<?, ?> member) {
      generator.writeFieldName(replaced((String) member.getKey())); // no escape is taken there
      open((JsonNode) member.getValue(), generator, open);
    } else {
      open((JsonNode) next, generator, open);
    }
  }

  private static void open(JsonNode node, JsonGenerator generator, Deque<Iterator<?>> open)
      throws IOException {
    if (node.isObject()) {
      generator.writeStartObject();
      open.push(node.properties().iterator());
    } else if (node.isArray()) {
      generator.writeStartArray();
      open.push(node.elements());
    } else {
      STORED.writeTree(generator, node);
    }
  }

  private static final class FiniteNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1;

    @Override
    public NumericNode numberNode(double value) {
      if (Double.isFinite(value)) {
        return super.numberNode(value);
      }
      throw new InfiniteNumberException();
    }
  }

  private static final class InfiniteNumberException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InfiniteNumberException() {
      super("Numeric value out of range of double");
    }
  }
}
