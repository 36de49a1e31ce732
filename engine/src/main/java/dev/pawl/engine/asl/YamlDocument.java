package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.engine.expression.Location;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML text as JSON, with the place of each field. Words are taken as JSON takes them: only
 * {@code true}, {@code false}, {@code null} and JSON's numbers are no strings, so that a state may
 * be called {@code Yes}. Anchors, aliases and merge keys work; tags other than YAML's own are
 * refused.
 */
final class YamlDocument {

  /** How much aliases may make of a text before it counts as hostile. */
  static final int NODES_MAX = 200_000;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*+)(\\.\\d++)?+([eE][+-]?\\d++)?+");
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

  private final Map<String, Definitions.Position> positions = new HashMap<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private JsonNode json = NullNode.getInstance();
  private int nodes;

  private YamlDocument() {}

  static YamlDocument read(String text) throws JsonTextException {
    var document = new YamlDocument();
    try {
      var options = options();
      var parser = new ParserImpl(new StreamReader(text), options);
      var root = new Composer(parser, new Resolver(), options).getSingleNode();
      if (root != null) {
        document.positions.put("/", position(root.getStartMark()));
        document.json = document.value(root, "");
      }
    } catch (MarkedYAMLException malformed) {
      throw refusal(malformed.getProblem(), malformed.getProblemMark());
    } catch (YAMLException malformed) {
      throw refusal(malformed.getMessage(), null);
    }
    return document;
  }

  JsonNode json() {
    return json;
  }

  Map<String, Definitions.Position> positions() {
    return positions;
  }

  private JsonNode value(Node node, String where) throws JsonTextException {
    nodes++;
    if (nodes > NODES_MAX) {
      throw refusal("the document has more than " + NODES_MAX + " values", node.getStartMark());
    }
    if (!open.add(node)) {
      throw refusal("an alias refers to what it is part of", node.getStartMark());
    }
    var value =
        switch (node) {
          case MappingNode mapping -> object(mapping, where);
          case SequenceNode sequence -> array(sequence, where);
          case ScalarNode scalar -> scalar(scalar);
          default -> throw refusal("unexpected " + node.getNodeId(), node.getStartMark());
        };
    open.remove(node);
    return value;
  }

  private ObjectNode object(MappingNode mapping, String where) throws JsonTextException {
    checkTag(mapping, Tag.MAP);
    var object = JsonNodeFactory.instance.objectNode();
    for (var member : mapping.getValue()) {
      if (isMerge(member)) {
        merge(object, member.getValueNode(), where);
      }
    }
    for (var member : mapping.getValue()) {
      if (!isMerge(member)) {
        var name = name(member);
        var field = Location.member(where, name);
        Definitions.put(field, where, position(member.getKeyNode().getStartMark()), positions);
        object.set(name, value(member.getValueNode(), field));
      }
    }
    return object;
  }

  private void merge(ObjectNode object, Node merged, String where) throws JsonTextException {
    var value = value(merged, where);
    if (value instanceof ObjectNode members) {
      members
          .properties()
          .forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
    } else if (value instanceof ArrayNode several) {
      for (var members : several) {
        members
            .properties()
            .forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
      }
    } else {
      throw refusal("expected a mapping to merge", merged.getStartMark());
    }
  }

  private ArrayNode array(SequenceNode sequence, String where) throws JsonTextException {
    checkTag(sequence, Tag.SEQ);
    var array = JsonNodeFactory.instance.arrayNode();
    for (var element : sequence.getValue()) {
      var at = Location.element(where, array.size());
      Definitions.put(at, where, position(element.getStartMark()), positions);
      array.add(value(element, at));
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) throws JsonTextException {
    var text = scalar.getValue();
    if (!scalar.isPlain() || scalar.getTag().equals(Tag.STR)) {
      checkTag(scalar, Tag.STR);
      return TextNode.valueOf(text);
    }
    if (!PLAIN_TAGS.contains(scalar.getTag())) {
      throw refusal(
          "tags such as " + scalar.getTag() + " mean nothing here", scalar.getStartMark());
    }
    return switch (text) {
      case "true", "True", "TRUE" -> BooleanNode.TRUE;
      case "false", "False", "FALSE" -> BooleanNode.FALSE;
      case "null", "Null", "NULL", "~", "" -> NullNode.getInstance();
      default -> NUMBER.matcher(text).matches() ? Json.parse(text) : TextNode.valueOf(text);
    };
  }

  private static String name(NodeTuple member) throws JsonTextException {
    if (member.getKeyNode() instanceof ScalarNode name) {
      return name.getValue();
    }
    throw refusal("expected the name of a field", member.getKeyNode().getStartMark());
  }

  private static boolean isMerge(NodeTuple member) {
    return member.getKeyNode().getTag().equals(Tag.MERGE);
  }

  private static void checkTag(Node node, Tag expected) throws JsonTextException {
    if (!node.getTag().equals(expected)) {
      throw refusal("tags such as " + node.getTag() + " mean nothing here", node.getStartMark());
    }
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setCodePointLimit(DefinitionReader.DEFINITION_BYTES_MAX);
    options.setNestingDepthLimit(Json.DEPTH_MAX);
    options.setMaxAliasesForCollections(NODES_MAX); // counted in what they make instead
    return options;
  }

  private static Definitions.Position position(Mark mark) {
    return new Definitions.Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static JsonTextException refusal(@Nullable String problem, @Nullable Mark mark) {
    var place = mark == null ? new Definitions.Position(1, 1) : position(mark);
    return new JsonTextException(
        problem == null ? "not YAML" : problem, place.line(), place.column());
  }
}
