package dev.pawl.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.Resource;
import dev.pawl.engine.asl.Resource.Pattern;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The shape of what a service answers, for the actions that {@code shapes.json} describes; a mocked
 * result of another action is not looked at.
 *
 * <p>A shape there is the name of a kind ({@code string}, {@code number}, {@code boolean}, {@code
 * any}), or an object: {@code type} with {@code min}, {@code max}, {@code enum}; {@code list} of a
 * shape; {@code map} to a shape; {@code members} with {@code required}.
 */
final class MockSchema {
  private static final JsonNode SHAPES = load();

  private final JsonNode shape;

  private MockSchema(JsonNode shape) {
    this.shape = shape;
  }

  private static JsonNode load() {
    try (var file = MockSchema.class.getResourceAsStream("shapes.json")) {
      if (file == null) {
        throw new AssertionError("Expected shapes.json beside its class.");
      }
      return Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonTextException e) {
      throw new AssertionError(e);
    }
  }

  /** Whoever answers by task token answers as he likes. */
  static Optional<MockSchema> of(Resource.ServiceIntegration integration) {
    if (integration.pattern() == Pattern.WAIT_FOR_TASK_TOKEN) {
      return Optional.empty();
    }
    var suffix = integration.pattern() == Pattern.REQUEST_RESPONSE ? "" : ".sync";
    var shape = SHAPES.get(integration.service() + ":" + integration.action() + suffix);
    return Optional.ofNullable(shape).map(MockSchema::new);
  }

  void check(Mock.Result result) throws IllegalTrialException {
    if (!result.payload().node().isObject()) {
      throw new IllegalTrialException("Mocked result must be a JSON object.");
    }
    checkMembers(shape, result.payload().node(), result.mode());
  }

  private static void checkMembers(JsonNode shape, JsonNode value, Mock.FieldValidationMode mode)
      throws IllegalTrialException {
    var members = shape.path("members");
    for (var member : value.properties()) {
      var known = members.get(member.getKey());
      if (known != null) {
        checkField(member.getKey(), known, member.getValue(), mode);
      }
    }
    if (mode == Mock.FieldValidationMode.STRICT) {
      for (var required : shape.path("required")) {
        if (!value.has(required.textValue())) {
          throw refused("Required field '" + required.textValue() + "' is missing");
        }
      }
    }
  }

  private static void checkField(
      String name, JsonNode shape, JsonNode value, Mock.FieldValidationMode mode)
      throws IllegalTrialException {
    if (shape.has("members")) {
      expect(name, value.isObject(), "an object");
      checkMembers(shape, value, mode);
    } else if (shape.has("list")) {
      expect(name, value.isArray(), "an array");
      for (var element : value) {
        checkField(name, shape.get("list"), element, mode);
      }
    } else if (shape.has("map")) {
      expect(name, value.isObject(), "an object");
      for (var element : value.properties()) {
        checkField(element.getKey(), shape.get("map"), element.getValue(), mode);
      }
    } else {
      checkScalar(name, shape, value);
    }
  }

  private static void checkScalar(String name, JsonNode shape, JsonNode value)
      throws IllegalTrialException {
    var type = shape.isTextual() ? shape.textValue() : shape.path("type").asText();
    switch (type) {
      case "string" -> {
        expect(name, value.isTextual(), "a string");
        checkText(name, shape, value.textValue());
      }
      case "number" -> {
        expect(name, value.isNumber(), "a number");
        checkNumber(name, shape, value.doubleValue());
      }
      case "boolean" -> expect(name, value.isBoolean(), "a boolean");
      case "any" -> {}
      default -> throw new AssertionError("Expected a kind of value, but found " + shape);
    }
  }

  private static void checkText(String name, JsonNode shape, String text)
      throws IllegalTrialException {
    if (shape.has("enum")) {
      var expected = false;
      for (var word : shape.get("enum")) {
        expected |= word.textValue().equals(text);
      }
      if (!expected) {
        throw field(name, "is not an expected value");
      }
    }
    if (text.length() < shape.path("min").asInt(0)) {
      throw field(name, "is smaller than the minimum length");
    }
    if (text.length() > shape.path("max").asInt(Integer.MAX_VALUE)) {
      throw field(name, "exceeds the maximum length");
    }
  }

  private static void checkNumber(String name, JsonNode shape, double number)
      throws IllegalTrialException {
    if (shape.has("min") && number < shape.get("min").doubleValue()) {
      throw field(name, "is less than the minimum value");
    }
    if (shape.has("max") && number > shape.get("max").doubleValue()) {
      throw field(name, "exceeds the maximum value");
    }
  }

  private static void expect(String name, boolean fits, String kind) throws IllegalTrialException {
    if (!fits) {
      throw field(name, "must be " + kind);
    }
  }

  private static IllegalTrialException field(String name, String what) {
    return refused("Field '" + name + "' " + what);
  }

  private static IllegalTrialException refused(String what) {
    return new IllegalTrialException("Mock result schema validation error: " + what);
  }
}
