package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSONPath as InputPath, OutputPath, ItemsPath, Variable and the {@code …Path} fields hold it:
 * {@code $…} into the input, {@code $$…} into the Context object, {@code $name…} into a variable.
 * Spec, "Paths".
 *
 * <p>A path that can select several values ({@code ..}, {@code [*]}, slices, filters, unions) gives
 * an array, an empty one when nothing is there. Immutable; read as often as needed, by any thread.
 * An evaluation does {@link #STEPS_MAX} steps at most.
 */
public final class Path {
  static final long STEPS_MAX = 3_000_000;
  static final String COMPLAINT = "Value must be a valid JSONPath.";

  private enum Origin {
    INPUT,
    CONTEXT,
    VARIABLE
  }

  private final String text;
  private final Origin origin;
  private final String variable;
  private final List<Segment> segments;
  private final boolean definite;

  private Path(String text, Origin origin, String variable, List<Segment> segments) {
    this.text = text;
    this.origin = origin;
    this.variable = variable;
    this.segments = segments;
    this.definite = PathWalk.definiteUntil(segments) == segments.size();
  }

  public static Path parse(String text) throws IllegalExpressionException {
    var cursor = new Cursor(text, COMPLAINT);
    var path = read(cursor);
    cursor.skipSpace(); // as Jayway, which forgets the blanks around a path
    if (!cursor.atEnd()) {
      throw cursor.malformed();
    }
    return path;
  }

  /** Reads a path that something else may follow. */
  static Path read(Cursor cursor) throws IllegalExpressionException {
    int start = cursor.position();
    cursor.expect('$');
    boolean context = cursor.take("$");
    var variable = context ? "" : variableName(cursor);
    var segments = new PathParser(cursor).segments();
    var origin = context ? Origin.CONTEXT : variable.isEmpty() ? Origin.INPUT : Origin.VARIABLE;
    return new Path(cursor.since(start), origin, variable, segments);
  }

  private static String variableName(Cursor cursor) throws IllegalExpressionException {
    var name =
        cursor.takeWhile(c -> Character.isUnicodeIdentifierPart(c) || Character.isSurrogate(c));
    if (!name.isEmpty() && !startsAsIdentifier(name)) {
      throw cursor.malformed();
    }
    return name;
  }

  private static boolean startsAsIdentifier(String name) {
    return Character.isUnicodeIdentifierStart(name.codePointAt(0)) || name.startsWith("_");
  }

  /**
   * The value the path leads to.
   *
   * @throws PathNotFoundError when it leads nowhere
   */
  public JsonNode read(JsonNode input, Environment env) {
    var root = root(input, env);
    var budget = budget(env);
    List<JsonNode> reached;
    try {
      reached = PathWalk.along(segments, root, root, budget);
    } catch (PathNotFoundError e) {
      if (definite) {
        throw e;
      }
      reached = List.of(); // recorded: $.items[*] without items is []
    }
    if (!definite) {
      return array(reached);
    }
    if (reached.isEmpty()) {
      throw new PathNotFoundError(() -> "No results for path: " + PathWalk.pathOf(segments));
    }
    return reached.getFirst();
  }

  /** The value the path leads to, if any. */
  public Optional<JsonNode> find(JsonNode input, Environment env) {
    try {
      return Optional.of(read(input, env));
    } catch (PathNotFoundError e) {
      return Optional.empty();
    }
  }

  /** As {@link #find}, except that an index past the end of its array gives null. */
  Optional<JsonNode> findInTemplate(JsonNode input, Environment env) {
    var found = find(input, env);
    if (found.isPresent() || segments.isEmpty()) {
      return found;
    }
    try {
      return Optional.ofNullable(PathWalk.arrayTooShort(segments, root(input, env), budget(env)));
    } catch (PathNotFoundError e) {
      return Optional.empty();
    }
  }

  private JsonNode root(JsonNode input, Environment env) {
    return switch (origin) {
      case INPUT -> input;
      case CONTEXT -> env.context();
      case VARIABLE -> variable(env.variables().get(variable));
    };
  }

  private JsonNode variable(@Nullable JsonNode value) {
    if (value == null) {
      throw new PathNotFoundError("No results for path: $" + variable);
    }
    return value;
  }

  private Budget budget(Environment env) {
    return new Budget(
        STEPS_MAX,
        env.effort(),
        () -> StatesError.runtime("The JSONPath '" + text + "' took too long to evaluate."));
  }

  static JsonNode array(List<JsonNode> elements) {
    return JsonNodeFactory.instance.arrayNode(elements.size()).addAll(elements);
  }

  /** Whether this is {@code $}, the input as it is. */
  public boolean isRoot() {
    return origin == Origin.INPUT && segments.isEmpty();
  }

  /** Whether the path can lead to one value only. */
  public boolean isDefinite() {
    return definite;
  }

  /** The variable the path starts from, if any. */
  public Set<String> variableReferences() {
    return origin == Origin.VARIABLE ? Set.of(variable) : Set.of();
  }

  boolean isIntoInput() {
    return origin == Origin.INPUT;
  }

  /** What the path is followed into: the input, the Context object or the variable. */
  JsonNode source(JsonNode input, Environment env) {
    return switch (origin) {
      case INPUT -> input;
      case CONTEXT -> env.context();
      case VARIABLE -> env.variables().getOrDefault(variable, input);
    };
  }

  List<Segment> segments() {
    return segments;
  }

  public String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Path path && text.equals(path.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
