package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.expression.IllegalExpressionException;
import dev.pawl.engine.expression.IntrinsicCall;
import dev.pawl.engine.expression.JsonataTemplate;
import dev.pawl.engine.expression.Location;
import dev.pawl.engine.expression.Lookup;
import dev.pawl.engine.expression.Path;
import dev.pawl.engine.expression.PayloadTemplate;
import dev.pawl.engine.expression.ReferencePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a state, or of an object inside it: those with expressions and transitions too. */
final class Fields extends ObjectFields {

  static final Path ROOT = root();
  static final ReferencePath ROOT_REFERENCE = rootReference();

  private static final String JSONATA_OPENS = "{%";
  private static final String JSONATA_CLOSES = "%}";

  /** How deep objects inside one state may be nested, such as And, Or and Not in Choice rules. */
  private static final int NESTING_MAX = 100;

  private final FlowScope scope;
  private final StateHead state;
  private final int depth;

  Fields(Reading reading, FlowScope scope, StateHead state, ObjectNode object) {
    this(reading, scope, state, object, state.location(), 0);
  }

  private Fields(
      Reading reading,
      FlowScope scope,
      StateHead state,
      ObjectNode object,
      String location,
      int depth) {
    super(reading, object, location);
    this.scope = scope;
    this.state = state;
    this.depth = depth;
  }

  FlowScope scope() {
    return scope;
  }

  String stateName() {
    return state.name();
  }

  StateType stateType() {
    return state.type();
  }

  QueryLanguage queryLanguage() {
    return state.queryLanguage();
  }

  boolean isJsonata() {
    return state.queryLanguage() == QueryLanguage.JSONATA;
  }

  /** Knows a field of the other language, and refuses it in a JSONPath state. */
  void notInJsonPath(String name) {
    refuseIn(name, QueryLanguage.JSONPATH, QueryLanguage.JSONATA);
  }

  /** Knows a field of the other language, and refuses it in a JSONata state. */
  void notInJsonata(String name) {
    refuseIn(name, QueryLanguage.JSONATA, QueryLanguage.JSONPATH);
  }

  Optional<Fields> object(String name) {
    return objectNode(name).flatMap(node -> inside(node, at(name)));
  }

  List<Fields> objects(String name) {
    var objects = new ArrayList<Fields>();
    var elements = elements(name);
    for (var i = 0; i < elements.size(); i++) {
      var element = name + "[" + i + "]";
      if (isA(elements.get(i).isObject(), "Object", element)) {
        inside((ObjectNode) elements.get(i), at(element)).ifPresent(objects::add);
      }
    }
    return objects;
  }

  /** Next, or empty for End; exactly one of them must be there. */
  Optional<String> next() {
    var end = bool("End").orElse(false);
    var next = target("Next");
    if (has("End") && !end && next.isEmpty()) {
      schemaError("Value should be one of the following: [true]", at("End"));
    }
    if (!exactlyOneOf("Next", "End") && !has("Next") && !has("End")) {
      scope.incomplete();
    }
    if (end) {
      scope.ends();
    }
    return next;
  }

  /** The name of a state to go to; that it exists is checked when all states are known. */
  Optional<String> target(String name) {
    var target = text(name);
    target.ifPresent(next -> scope.leads(state.name(), next, at(name)));
    if (has(name) && target.isEmpty()) {
      scope.incomplete();
    }
    return target;
  }

  /** A path where {@code null} means that nothing is selected: empty then, "$" when absent. */
  Optional<Path> pathOrNull(String name) {
    if (!has(name)) {
      return Optional.of(ROOT);
    }
    if (object.get(name).isNull()) {
      ignore(name);
      return Optional.empty();
    }
    return parsePath(name, "Value must be a valid JSONPath.").or(() -> Optional.of(ROOT));
  }

  /** A path to one value. */
  Optional<Path> path(String name) {
    var rooted = any(name).filter(value -> value.asText().startsWith("$")).isPresent();
    return parsePath(
        name,
        rooted
            ? "Value is not a Reference Path"
            : "Value is not a Reference Path: Reference path didn't start with '$'");
  }

  /** ResultPath: empty for {@code null}, "$" when absent. */
  Optional<ReferencePath> resultPath(String name) {
    if (!has(name)) {
      return Optional.of(ROOT_REFERENCE);
    }
    if (object.get(name).isNull()) {
      ignore(name);
      return Optional.empty();
    }
    var text = text(name).orElse("$");
    try {
      return Optional.of(ReferencePath.parse(text));
    } catch (IllegalExpressionException illegal) {
      var reason = text.startsWith("$") ? "" : ": Reference path didn't start with '$'";
      schemaError("Value is not a Reference Path" + reason, at(name));
      return Optional.of(ROOT_REFERENCE);
    }
  }

  Optional<PayloadTemplate> template(String name) {
    return any(name).flatMap(template -> parseTemplate(template, at(name)));
  }

  /** This whole object as a payload template. */
  Optional<PayloadTemplate> wholeTemplate() {
    return parseTemplate(object, location());
  }

  /** Assign in JSONPath. */
  Optional<PayloadTemplate> assignTemplate() {
    var readable = Variables.readNames(this, ".$");
    return readable ? template("Assign") : Optional.empty();
  }

  /** Assign in JSONata. */
  Optional<JsonataField> assignJsonata(JsonataField.Sees sees) {
    var readable = Variables.readNames(this, "");
    return readable ? jsonata("Assign", sees) : Optional.empty();
  }

  /** ErrorPath or CausePath: a path, or an intrinsic function that gives a string. */
  Optional<FailState.Words> lookup(String name) {
    return text(name).flatMap(expression -> parseLookup(name, expression));
  }

  Optional<JsonataField> jsonata(String name) {
    return jsonata(name, JsonataField.Sees.INPUT);
  }

  /** A field of a JSONata state: any JSON, with expressions in it. */
  Optional<JsonataField> jsonata(String name, JsonataField.Sees sees) {
    return any(name).flatMap(value -> parseJsonata(name, value, sees));
  }

  /** The field if it holds an expression; anything else is left to whoever reads it next. */
  Optional<JsonataField> jsonataOr(String name) {
    return any(name).filter(Fields::looksLikeJsonata).flatMap(ignored -> jsonata(name));
  }

  /** A field of a JSONata state that holds a string, written down or computed. */
  Optional<JsonataField> jsonataText(String name) {
    return text(name).flatMap(ignored -> jsonata(name));
  }

  private static boolean looksLikeJsonata(JsonNode value) {
    return value.isTextual()
        && (value.textValue().startsWith(JSONATA_OPENS)
            || value.textValue().endsWith(JSONATA_CLOSES));
  }

  private Optional<JsonataField> parseJsonata(String name, JsonNode value, JsonataField.Sees sees) {
    try {
      var template = JsonataTemplate.parse(value);
      reading.refer(stateName(), template.variableReferences());
      JsonataText.check(this, name, value, sees);
      return Optional.of(new JsonataField(pathInState(name), value, template));
    } catch (IllegalExpressionException illegal) {
      error(illegal.code(), messageOf(illegal), inside(at(name), illegal));
      refuse(name);
      return Optional.empty();
    }
  }

  private Optional<FailState.Words> parseLookup(String name, String expression) {
    try {
      var lookup = Lookup.parse(expression);
      if (!(lookup instanceof IntrinsicCall call) || call.givesString()) {
        reading.refer(stateName(), lookup.variableReferences());
        return Optional.of(new FailState.LookedUp(name, expression, lookup));
      }
    } catch (IllegalExpressionException illegal) {
      // Said below, in the words that fit here.
    }
    schemaError(
        "The value for the field '%s' must be a valid JSONPath or a valid intrinsic function call that returns a string"
            .formatted(name),
        at(name));
    return Optional.empty();
  }

  private Optional<Path> parsePath(String name, String refusal) {
    var text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var path = Path.parse(text.get());
      reading.refer(stateName(), path.variableReferences());
      return Optional.of(path);
    } catch (IllegalExpressionException illegal) {
      schemaError(refusal, at(name));
      return Optional.empty();
    }
  }

  private Optional<PayloadTemplate> parseTemplate(JsonNode template, String where) {
    try {
      var parsed = PayloadTemplate.parse(template);
      reading.refer(stateName(), parsed.variableReferences());
      Warnings.template(this, template, where);
      return Optional.of(parsed);
    } catch (IllegalExpressionException illegal) {
      error(illegal.code(), messageOf(illegal), inside(where, illegal));
      return Optional.empty();
    }
  }

  private static String inside(String where, IllegalExpressionException illegal) {
    var inside = illegal.location();
    if (inside == null || inside.isEmpty()) {
      return where;
    }
    return inside.startsWith("[") ? where + inside : Location.member(where, inside);
  }

  private String pathInState(String name) {
    var at = at(name);
    return at.length() > state.location().length()
        ? at.substring(state.location().length() + 1)
        : name; // the state's name is so long that its fields have no place of their own
  }

  private Optional<Fields> inside(ObjectNode node, String location) {
    if (depth == NESTING_MAX) {
      error(
          Diagnostic.TOO_DEEPLY_NESTED,
          "A state may not be nested more than " + NESTING_MAX + " levels deep",
          location);
      return Optional.empty();
    }
    return Optional.of(new Fields(reading, scope, state, node, location, depth + 1));
  }

  private void refuseIn(String name, QueryLanguage here, QueryLanguage there) {
    if (queryLanguage() != here) {
      return;
    }
    ignore(name);
    if (has(name)) {
      schemaError(
          "The QueryLanguage is set to '%s', but field '%s' is only supported for the '%s' QueryLanguage"
              .formatted(here.label(), name, there.label()),
          at(name));
    }
  }

  private static String messageOf(IllegalExpressionException illegal) {
    var message = illegal.getMessage();
    return message == null ? illegal.toString() : message;
  }

  private static Path root() {
    try {
      return Path.parse("$");
    } catch (IllegalExpressionException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static ReferencePath rootReference() {
    try {
      return ReferencePath.parse("$");
    } catch (IllegalExpressionException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
