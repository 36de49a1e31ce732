package dev.pawl.protocol.awsjson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request against its {@link OperationShape}: types first, as AWS does, then every
 * constraint at once. Members that the shape does not have are ignored, JSON null is absence.
 */
public final class RequestReader {

  /** A request is as large as its port lets it be; what is in it has no limit of its own here. */
  private static final int STRING_LENGTH_MAX = Integer.MAX_VALUE;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(1_000)
                          .maxStringLength(STRING_LENGTH_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RequestReader() {}

  /**
   * Reads a request of AWS JSON: all its members are in the body. An empty body counts as {@code
   * {}}.
   */
  public static Reading read(OperationShape operation, byte[] body) {
    return read(operation, body, Map.of());
  }

  /** Reads a request whose members have been read from another format. */
  public static Reading read(OperationShape operation, JsonNode members) {
    return checked(operation, members, Map.of());
  }

  /**
   * Reads a request of REST-JSON.
   *
   * @param parameters the members outside the body, by member name
   */
  public static Reading read(
      OperationShape operation, byte[] body, Map<String, String> parameters) {
    try {
      return checked(
          operation,
          operation.bodyIsPayload() ? JsonNodeFactory.instance.objectNode() : parse(body),
          parameters);
    } catch (UnreadableException e) {
      return new Reading.Unreadable(e.text);
    }
  }

  private static Reading checked(
      OperationShape operation, JsonNode members, Map<String, String> parameters) {
    try {
      var input = structure(operation.input(), members, parameters);
      var problems = new ArrayList<String>();
      Validation.check(operation.input(), input, "", problems);
      return problems.isEmpty()
          ? new Reading.Valid(input)
          : new Reading.Invalid(Validation.message(problems));
    } catch (UnreadableException e) {
      return new Reading.Unreadable(e.text);
    }
  }

  private static JsonNode parse(byte[] body) throws UnreadableException {
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      var node = MAPPER.readTree(body);
      if (!node.isObject()) {
        throw new UnreadableException("Expected the request to be a JSON object.");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new UnreadableException("Expected the request to be JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UnreadableException("Expected the request to be JSON.");
    }
  }

  private static Input structure(
      Shape.StructureShape shape, JsonNode node, Map<String, String> parameters)
      throws UnreadableException {
    var values = new LinkedHashMap<String, Object>();
    for (var member : shape.members()) {
      var value =
          member.location() == Member.Location.BODY
              ? value(member.shape(), node.path(member.name()))
              : parameter(member.shape(), parameters.get(member.name()));
      if (value != null) {
        values.put(member.name(), value);
      }
    }
    return new Input(shape, values);
  }

  private static @Nullable Object parameter(Shape shape, @Nullable String text)
      throws UnreadableException {
    if (text == null || !(shape instanceof Shape.IntegerShape)) {
      return text;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UnreadableException("STRING_VALUE cannot be converted to Integer");
    }
  }

  private static @Nullable Object value(Shape shape, JsonNode node) throws UnreadableException {
    if (node.isNull() || node.isMissingNode()) {
      return null;
    }
    return switch (shape) {
      case Shape.StringShape ignored ->
          node.isTextual() ? node.textValue() : refuse(node, "String");
      case Shape.IntegerShape ignored -> integer(node);
      case Shape.DecimalShape ignored ->
          node.isNumber() ? node.doubleValue() : refuse(node, "Float");
      case Shape.BooleanShape ignored ->
          node.isBoolean() ? node.booleanValue() : refuse(node, "Boolean");
      case Shape.BlobShape ignored -> blob(node);
      case Shape.ListShape list -> list(list, node);
      case Shape.MapShape map -> map(map, node);
      case Shape.StructureShape structure -> {
        if (!node.isObject()) {
          throw new UnreadableException("Unexpected field type");
        }
        yield structure(structure, node, Map.of());
      }
      case Shape.OpaqueShape ignored -> node;
    };
  }

  /** 5.0 is a whole number, as for AWS; 5.5 is not. */
  private static Long integer(JsonNode node) throws UnreadableException {
    if (!node.isNumber()) {
      return refuse(node, "Integer");
    }
    try {
      return new BigDecimal(node.asText()).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return refuse(node, "Integer");
    }
  }

  private static byte[] blob(JsonNode node) throws UnreadableException {
    if (!node.isTextual()) {
      return refuse(node, "Blob");
    }
    try {
      return Base64.getDecoder().decode(node.textValue());
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("Expected a blob to be base64: " + e.getMessage());
    }
  }

  private static List<Object> list(Shape.ListShape shape, JsonNode node)
      throws UnreadableException {
    if (!node.isArray()) {
      throw new UnreadableException("Unexpected field type");
    }
    var values = new ArrayList<Object>();
    for (var element : node) {
      var value = value(shape.member(), element);
      // A null in a list is reported as one, not dropped.
      values.add(value == null ? NullNode.getInstance() : value);
    }
    return values;
  }

  private static Map<String, Object> map(Shape.MapShape shape, JsonNode node)
      throws UnreadableException {
    if (!node.isObject()) {
      throw new UnreadableException("Unexpected field type");
    }
    var values = new LinkedHashMap<String, Object>();
    for (var field : node.properties()) {
      var value = value(shape.value(), field.getValue());
      if (value != null) {
        values.put(field.getKey(), value);
      }
    }
    return values;
  }

  /** AWS's words for a value of the wrong type. */
  private static <T> T refuse(JsonNode node, String wanted) throws UnreadableException {
    throw new UnreadableException(
        switch (node.getNodeType()) {
          case OBJECT -> "Start of structure or map found where not expected.";
          case ARRAY -> "Unrecognized collection type class java.lang." + wanted;
          case STRING -> "STRING_VALUE cannot be converted to " + wanted;
          case BOOLEAN ->
              (node.booleanValue() ? "TRUE" : "FALSE") + "_VALUE cannot be converted to " + wanted;
          case NUMBER ->
              (node.isIntegralNumber() ? "NUMBER" : "DECIMAL")
                  + "_VALUE cannot be converted to "
                  + wanted;
          default -> "Unexpected field type";
        });
  }

  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;

    UnreadableException(String text) {
      super(text, null, false, false);
      this.text = text;
    }
  }
}
