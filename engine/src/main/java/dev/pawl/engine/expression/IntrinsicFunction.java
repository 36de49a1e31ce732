package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The intrinsic functions, each with how many arguments it takes and what it gives. */
enum IntrinsicFunction {
  FORMAT("Format", 1, Integer.MAX_VALUE, IntrinsicFunction::format),
  STRING_TO_JSON("StringToJson", 1, 1, IntrinsicFunction::stringToJson),
  JSON_TO_STRING("JsonToString", 1, 1, call -> call.made(Json.write(call.walked(0)))),
  ARRAY("Array", 0, Integer.MAX_VALUE, IntrinsicFunction::array),
  ARRAY_PARTITION("ArrayPartition", 2, 2, IntrinsicFunction::arrayPartition),
  ARRAY_CONTAINS("ArrayContains", 2, 2, IntrinsicFunction::arrayContains),
  ARRAY_RANGE("ArrayRange", 3, 3, IntrinsicFunction::arrayRange),
  ARRAY_GET_ITEM("ArrayGetItem", 2, 2, IntrinsicFunction::arrayGetItem),
  ARRAY_LENGTH("ArrayLength", 1, 1, call -> IntNode.valueOf(call.array(0).size())),
  ARRAY_UNIQUE("ArrayUnique", 1, 1, IntrinsicFunction::arrayUnique),
  BASE_64_ENCODE("Base64Encode", 1, 1, IntrinsicFunction::base64Encode),
  BASE_64_DECODE("Base64Decode", 1, 1, IntrinsicFunction::base64Decode),
  HASH("Hash", 2, 2, IntrinsicFunction::hash),
  JSON_MERGE("JsonMerge", 3, 3, IntrinsicFunction::jsonMerge),
  MATH_RANDOM("MathRandom", 2, 3, IntrinsicFunction::mathRandom),
  MATH_ADD("MathAdd", 2, 2, IntrinsicFunction::mathAdd),
  STRING_SPLIT("StringSplit", 2, 2, IntrinsicFunction::stringSplit),
  UUID("UUID", 0, 0, call -> text(call.environment().chance().uuid().toString()));

  static final int ENCODED_CHARS_MAX = 10_000;
  static final int RANGE_ELEMENTS_MAX = 1_000;

  private final String label;
  private final int argumentsMin;
  private final int argumentsMax;
  private final Function<Invocation, JsonNode> body;

  IntrinsicFunction(
      String label, int argumentsMin, int argumentsMax, Function<Invocation, JsonNode> body) {
    this.label = label;
    this.argumentsMin = argumentsMin;
    this.argumentsMax = argumentsMax;
    this.body = body;
  }

  static Optional<IntrinsicFunction> named(String label) {
    for (var function : values()) {
      if (function.label.equals(label)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  boolean accepts(int arguments) {
    return argumentsMin <= arguments && arguments <= argumentsMax;
  }

  /**
   * Whether a value that is written down in a definition can be this argument. Of the others only
   * an evaluation can tell.
   */
  boolean acceptsLiteral(int argument, JsonNode literal) {
    return switch (this) {
      case MATH_ADD, MATH_RANDOM, ARRAY_RANGE -> literal.isNumber();
      case ARRAY_PARTITION, ARRAY_GET_ITEM -> argument == 1 && literal.isNumber();
      case FORMAT -> argument > 0 || literal.isTextual();
      case STRING_TO_JSON, BASE_64_ENCODE, BASE_64_DECODE, STRING_SPLIT -> literal.isTextual();
      case HASH -> argument == 0 || literal.isTextual();
      case JSON_MERGE -> argument == 2 && literal.isBoolean();
      case ARRAY_CONTAINS -> argument == 1;
      case ARRAY_LENGTH, ARRAY_UNIQUE -> false;
      case ARRAY, JSON_TO_STRING, UUID -> true;
    };
  }

  /** Those that Fail's ErrorPath and CausePath may call. */
  boolean givesString() {
    return switch (this) {
      case FORMAT, JSON_TO_STRING, ARRAY_GET_ITEM, BASE_64_ENCODE, BASE_64_DECODE, HASH, UUID ->
          true;
      default -> false;
    };
  }

  JsonNode apply(Invocation call) {
    return body.apply(call);
  }

  /** One call: its text for messages, its arguments' values, the template of States.Format. */
  record Invocation(
      String text, List<JsonNode> arguments, String template, Environment environment) {
    JsonNode argument(int i) {
      return arguments.get(i);
    }

    StatesError failure(String message) {
      return StatesError.intrinsicFailure(
          "The function '%s' had the following error: %s".formatted(text, message));
    }

    /**
     * An argument that is to be gone through. A few small functions can make a value that no memory
     * holds as text, by taking the same array many times.
     */
    JsonNode walked(int i) {
      var node = argument(i);
      long chars = Bounds.chars(node);
      if (chars > Bounds.CHARS_MAX) {
        throw failure("The argument %d is too large.".formatted(i + 1));
      }
      spend(chars >> 4);
      return node;
    }

    /** A text that was made, which costs. */
    JsonNode made(String madeText) {
      spend(madeText.length() >> 2);
      return TextNode.valueOf(madeText);
    }

    void spend(long steps) {
      if (!environment.effort().spend(1 + steps)) {
        throw failure("The functions of this state have too much to do.");
      }
    }

    ArrayNode array(int i) {
      if (argument(i) instanceof ArrayNode array) {
        return array;
      }
      throw unexpected(i, "an array");
    }

    ObjectNode object(int i) {
      if (argument(i) instanceof ObjectNode object) {
        return object;
      }
      throw unexpected(i, "a JSON object");
    }

    String string(int i) {
      if (argument(i) instanceof TextNode string) {
        return string.textValue();
      }
      throw unexpected(i, "a string");
    }

    /** A number, rounded to the nearest integer, a half upwards. */
    long integer(int i) {
      var node = argument(i);
      if (!node.isNumber()) {
        throw unexpected(i, "a number");
      }
      long value =
          node.isIntegralNumber() && node.canConvertToLong()
              ? node.longValue()
              : Math.round(node.doubleValue());
      if (value != (int) value) {
        throw failure(
            "The argument %d must be between %d and %d, but was %s."
                .formatted(i + 1, Integer.MIN_VALUE, Integer.MAX_VALUE, node));
      }
      return value;
    }

    String shortString(int i) {
      var string = string(i);
      if (string.length() > ENCODED_CHARS_MAX) {
        throw failure(
            "The argument %d must not be longer than %d characters."
                .formatted(i + 1, ENCODED_CHARS_MAX));
      }
      return string;
    }

    StatesError unexpected(int i, String expected) {
      return failure(
          "The argument %d must be %s, but was %s."
              .formatted(i + 1, expected, abridged(Json.write(walked(i)))));
    }

    private static String abridged(String text) {
      return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
  }

  private static JsonNode text(String text) {
    return TextNode.valueOf(text);
  }

  private static JsonNode format(Invocation call) {
    if (!call.argument(0).isTextual()) {
      throw call.unexpected(0, "a string");
    }
    var template = call.template();
    var text = new StringBuilder();
    int used = 1;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '\\' && i + 1 < template.length() && "'{}\\".indexOf(template.charAt(i + 1)) >= 0) {
        text.append(template.charAt(++i));
      } else if (c == '{' && template.startsWith("}", i + 1)) {
        if (used < call.arguments().size()) {
          PrintedValue.append(call.walked(used), text);
        }
        used++;
        i++;
      } else {
        text.append(c);
      }
      if (text.length() > Bounds.CHARS_MAX) {
        throw call.failure("The result is too long.");
      }
    }
    if (used != call.arguments().size()) {
      throw call.failure(
          "The number of arguments (%d) does not match the number of occurrences of '{}' (%d)."
              .formatted(call.arguments().size() - 1, used - 1));
    }
    return call.made(text.toString());
  }

  private static JsonNode stringToJson(Invocation call) {
    var string = call.string(0);
    if (string.isBlank()) {
      return NullNode.getInstance(); // recorded
    }
    call.spend(string.length() >> 2);
    try {
      return Json.parse(string);
    } catch (JsonTextException e) {
      throw call.failure("Invalid JSON: " + e.getMessage());
    }
  }

  private static JsonNode array(Invocation call) {
    call.spend(call.arguments().size());
    return Path.array(call.arguments());
  }

  private static JsonNode arrayPartition(Invocation call) {
    var array = call.array(0);
    call.spend(array.size());
    long size = call.integer(1);
    if (size <= 0) {
      throw call.failure("The chunk size must be a positive integer, but was " + size + ".");
    }
    var chunks = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < array.size(); i++) {
      if (i % size == 0) {
        chunks.addArray();
      }
      ((ArrayNode) chunks.get(chunks.size() - 1)).add(array.get(i));
    }
    return chunks;
  }

  private static JsonNode arrayContains(Invocation call) {
    call.array(0);
    var sought = Values.comparable(call.walked(1));
    for (var element : call.walked(0)) {
      if (Values.comparable(element).equals(sought)) {
        return BooleanNode.TRUE;
      }
    }
    return BooleanNode.FALSE;
  }

  private static JsonNode arrayRange(Invocation call) {
    long first = call.integer(0);
    long last = call.integer(1);
    long step = call.integer(2);
    if (step == 0) {
      throw call.failure("The step must not be zero.");
    }
    long count = (last - first) / step;
    boolean none = count < 0 || (last - first) * Long.signum(step) < 0;
    if (count >= RANGE_ELEMENTS_MAX) {
      throw call.failure("The range must not have more than " + RANGE_ELEMENTS_MAX + " elements.");
    }
    call.spend(count);
    var range = JsonNodeFactory.instance.arrayNode();
    for (long i = 0; !none && i <= count; i++) {
      range.add(integer(first + i * step));
    }
    return range;
  }

  private static JsonNode arrayGetItem(Invocation call) {
    var array = call.array(0);
    long index = call.integer(1);
    if (index < 0 || index >= array.size()) {
      throw call.failure(
          "The index %d is out of bounds for an array of %d elements."
              .formatted(index, array.size()));
    }
    return array.get((int) index);
  }

  private static JsonNode arrayUnique(Invocation call) {
    var seen = new LinkedHashSet<JsonNode>();
    var unique = JsonNodeFactory.instance.arrayNode();
    call.array(0);
    for (var element : call.walked(0)) {
      if (seen.add(Values.comparable(element))) {
        unique.add(element);
      }
    }
    return unique;
  }

  private static JsonNode base64Encode(Invocation call) {
    var bytes = call.shortString(0).getBytes(StandardCharsets.UTF_8);
    return text(Base64.getEncoder().encodeToString(bytes));
  }

  private static JsonNode base64Decode(Invocation call) {
    try {
      var bytes = Base64.getDecoder().decode(call.shortString(0));
      return text(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw call.failure("The argument 1 is not Base64: " + e.getMessage());
    }
  }

  private static JsonNode hash(Invocation call) {
    var data = call.walked(0);
    var string = data.isTextual() ? data.textValue() : Json.write(data);
    if (string.length() > ENCODED_CHARS_MAX) {
      throw call.failure("The data must not be longer than " + ENCODED_CHARS_MAX + " characters.");
    }
    return Digests.hex(string, call.string(1))
        .map(IntrinsicFunction::text)
        .orElseThrow(
            () -> call.failure("The algorithm must be one of " + Digests.ALGORITHMS + "."));
  }

  private static JsonNode jsonMerge(Invocation call) {
    // Recorded: the members of the second object come first.
    var merged = JsonNodeFactory.instance.objectNode();
    call.spend((long) call.object(0).size() + call.object(1).size());
    merged.setAll(call.object(1));
    call.object(0)
        .properties()
        .forEach(member -> merged.putIfAbsent(member.getKey(), member.getValue()));
    if (!call.argument(2).isBoolean()) {
      throw call.unexpected(2, "a boolean");
    }
    if (call.argument(2).booleanValue()) {
      throw call.failure("Deep merging is not supported: the argument 3 must be false.");
    }
    return merged;
  }

  private static JsonNode mathRandom(Invocation call) {
    long start = call.integer(0);
    long end = call.integer(1);
    if (start >= end) {
      throw call.failure("The start must be less than the end.");
    }
    if (call.arguments().size() == 3) {
      var seeded = new SeededRandom(call.integer(2));
      return integer(start + (long) (seeded.nextDouble() * (end - start)));
    }
    return integer(call.environment().chance().random().nextLong(start, end));
  }

  private static JsonNode mathAdd(Invocation call) {
    long sum = call.integer(0) + call.integer(1);
    if (sum != (int) sum) {
      throw call.failure("The sum " + sum + " is out of range.");
    }
    return integer(sum);
  }

  private static JsonNode stringSplit(Invocation call) {
    var string = call.string(0);
    // Every character of the second argument separates, and separators in a row leave nothing.
    var separators = call.string(1).codePoints().boxed().collect(Collectors.toSet());
    call.spend(string.length() >> 2);
    var parts = JsonNodeFactory.instance.arrayNode();
    int start = 0;
    for (int i = 0; i < string.length(); i = string.offsetByCodePoints(i, 1)) {
      if (separators.contains(string.codePointAt(i))) {
        addPart(string, start, i, parts);
        start = string.offsetByCodePoints(i, 1);
      }
    }
    addPart(string, start, string.length(), parts);
    return parts;
  }

  private static void addPart(String string, int start, int end, ArrayNode parts) {
    if (start < end) {
      parts.add(string.substring(start, end));
    }
  }

  private static JsonNode integer(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }
}
