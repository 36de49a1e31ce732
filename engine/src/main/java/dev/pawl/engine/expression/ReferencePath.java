package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Reference Path, which names exactly one place: what ResultPath holds. Spec, "Reference Paths".
 */
public final class ReferencePath {
  static final String COMPLAINT = "Value is not a Reference Path";

  private final String text;
  private final List<Segment> segments;

  private ReferencePath(String text, List<Segment> segments) {
    this.text = text;
    this.segments = segments;
  }

  public static ReferencePath parse(String text) throws IllegalExpressionException {
    if (!text.startsWith("$")) {
      throw IllegalExpressionException.schema(COMPLAINT + ": Reference path didn't start with '$'");
    }
    var cursor = new Cursor(text, COMPLAINT);
    var path = Path.read(cursor);
    if (!cursor.atEnd()
        || !path.isIntoInput()
        || !path.segments().stream().allMatch(ReferencePath::fits)) {
      throw cursor.malformed();
    }
    return new ReferencePath(text, path.segments());
  }

  private static boolean fits(Segment segment) {
    return switch (segment) {
      case Segment.Property property -> property.single();
      case Segment.Index index -> index.definite() && index.indexes().getFirst() >= 0;
      default -> false;
    };
  }

  /**
   * A copy of {@code root} that holds {@code value} at this place. Objects on the way that do not
   * exist are made; what is there already is kept beside it.
   *
   * @throws StatesError {@code States.ResultPathMatchFailure} where the path leads through a value
   *     that is no object or past the end of an array
   */
  public JsonNode put(JsonNode root, JsonNode value) {
    return put(0, root, root, value);
  }

  private JsonNode put(int i, @Nullable JsonNode node, JsonNode root, JsonNode value) {
    if (i == segments.size()) {
      return value;
    }
    return switch (segments.get(i)) {
      case Segment.Property property -> member(i, property.name(), node, root, value);
      case Segment.Index index -> element(i, index.indexes().getFirst(), node, root, value);
      default -> throw new AssertionError("not a reference path: " + text);
    };
  }

  private JsonNode member(
      int i, String name, @Nullable JsonNode node, JsonNode root, JsonNode value) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    if (node instanceof ObjectNode object) {
      copy.setAll(object);
    } else if (node != null && !(node instanceof NullNode && i > 0)) {
      throw mismatch(root);
    }
    copy.set(name, put(i + 1, copy.get(name), root, value));
    return copy;
  }

  private JsonNode element(int i, int at, @Nullable JsonNode node, JsonNode root, JsonNode value) {
    if (!(node instanceof ArrayNode array) || at >= array.size()) {
      throw mismatch(root);
    }
    ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size()).addAll(array);
    copy.set(at, put(i + 1, array.get(at), root, value));
    return copy;
  }

  private StatesError mismatch(JsonNode root) {
    return StatesError.resultPathMatchFailure(
        "Unable to apply ReferencePath %s to input %s".formatted(text, Json.write(root)));
  }

  /** What is at this place, if anything is. */
  public Optional<JsonNode> find(JsonNode root) {
    @Nullable JsonNode found = root;
    for (var segment : segments) {
      found =
          switch (segment) {
            case Segment.Property property -> found.get(property.name());
            case Segment.Index index -> found.get(index.indexes().getFirst());
            default -> throw new AssertionError("not a reference path: " + text);
          };
      if (found == null) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  /** Whether this is {@code $}: the value takes the place of everything. */
  public boolean isRoot() {
    return segments.isEmpty();
  }

  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
