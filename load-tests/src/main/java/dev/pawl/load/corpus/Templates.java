package dev.pawl.load.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as JSON, with CloudFormation's short forms: {@code !Sub x} reads as {@code {"Fn::Sub":
 * "x"}}, as CloudFormation itself reads it.
 */
final class Templates {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*+)(\\.\\d++)?+([eE][+-]?\\d++)?+");
  private static final int CODE_POINTS_MAX = 16 * 1024 * 1024;

  private Templates() {}

  static JsonNode read(String text) throws IOException {
    var options = new LoaderOptions();
    options.setCodePointLimit(CODE_POINTS_MAX);
    try {
      var parser = new ParserImpl(new StreamReader(text), options);
      var root = new Composer(parser, new Resolver(), options).getSingleNode();
      return root == null ? JsonNodeFactory.instance.objectNode() : value(root);
    } catch (YAMLException e) {
      throw new IOException("Expected YAML, but " + e.getMessage(), e);
    }
  }

  /** The text that an intrinsic makes, its references left as {@code ${…}}. */
  static String text(JsonNode intrinsic) {
    var sub = intrinsic.path("Fn::Sub");
    if (!sub.isMissingNode()) {
      return sub.isArray() ? sub.path(0).asText() : sub.asText();
    }
    var join = intrinsic.path("Fn::Join");
    if (!join.isMissingNode()) {
      return join(join.path(0).asText(), join.path(1));
    }
    return intrinsic.isTextual() ? intrinsic.textValue() : "${" + intrinsic + "}";
  }

  private static String join(String delimiter, JsonNode parts) {
    var text = new StringBuilder();
    for (var part : parts) {
      if (!text.isEmpty()) {
        text.append(delimiter);
      }
      text.append(part.isTextual() ? part.textValue() : "${Part}");
    }
    return text.toString();
  }

  private static JsonNode value(Node node) throws IOException {
    var plain =
        switch (node) {
          case MappingNode mapping -> object(mapping);
          case SequenceNode sequence -> array(sequence);
          case ScalarNode scalar -> scalar(scalar);
          default -> throw new IOException("Expected a YAML value, but found " + node);
        };
    var tag = node.getTag().getValue();
    if (!tag.startsWith("!")) {
      return plain;
    }
    var name = tag.substring(1);
    var function = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
    return JsonNodeFactory.instance.objectNode().set(function, plain);
  }

  private static ObjectNode object(MappingNode mapping) throws IOException {
    var object = JsonNodeFactory.instance.objectNode();
    for (var member : mapping.getValue()) {
      var value = value(member.getValueNode());
      if (member.getKeyNode().getTag().equals(Tag.MERGE) && value instanceof ObjectNode merged) {
        object.setAll(merged);
      } else {
        object.set(((ScalarNode) member.getKeyNode()).getValue(), value);
      }
    }
    return object;
  }

  private static ArrayNode array(SequenceNode sequence) throws IOException {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var element : sequence.getValue()) {
      array.add(value(element));
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) throws IOException {
    var text = scalar.getValue();
    if (!scalar.isPlain() || scalar.getTag().equals(Tag.STR)) {
      return JsonNodeFactory.instance.textNode(text);
    }
    return switch (text) {
      case "true", "True", "TRUE" -> JsonNodeFactory.instance.booleanNode(true);
      case "false", "False", "FALSE" -> JsonNodeFactory.instance.booleanNode(false);
      case "", "~", "null", "Null", "NULL" -> JsonNodeFactory.instance.nullNode();
      default ->
          NUMBER.matcher(text).matches()
              ? JSON.readTree(text)
              : JsonNodeFactory.instance.textNode(text);
    };
  }
}
