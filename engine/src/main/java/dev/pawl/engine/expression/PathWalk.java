package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One walk along the segments of a path, gathering what it reaches. Behaves as Jayway's JsonPath,
 * which AWS uses: as long as every step so far was definite, a missing place is an error; once the
 * path has forked, branches that lead nowhere are left out.
 */
final class PathWalk {
  private final List<Segment> segments;
  private final int definiteUntil;
  private final JsonNode root;
  private final Budget budget;
  private final List<JsonNode> reached = new ArrayList<>();

  private PathWalk(List<Segment> segments, JsonNode root, Budget budget) {
    this.segments = segments;
    this.definiteUntil = definiteUntil(segments);
    this.root = root;
    this.budget = budget;
  }

  static List<JsonNode> along(List<Segment> segments, JsonNode from, JsonNode root, Budget budget) {
    var walk = new PathWalk(segments, root, budget);
    walk.step(0, from);
    return walk.reached;
  }

  /** How many leading segments are definite. A list of names is definite when it comes last. */
  static int definiteUntil(List<Segment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      boolean lastNames = segments.get(i) instanceof Segment.Property && i == segments.size() - 1;
      if (!segments.get(i).definite() && !lastNames) {
        return i;
      }
    }
    return segments.size();
  }

  private void step(int i, JsonNode node) {
    budget.spend(1);
    if (i == segments.size()) {
      reached.add(node);
      return;
    }
    switch (segments.get(i)) {
      case Segment.Property property -> property(i, property, node);
      case Segment.Index index -> index(i, index, node);
      case Segment.Slice slice -> slice(i, slice, node);
      case Segment.Wildcard ignored -> node.forEach(child -> step(i + 1, child));
      case Segment.Scan ignored -> scan(i, node);
      case Segment.Select select -> select(i, select.filter(), node);
    }
  }

  private void property(int i, Segment.Property property, JsonNode node) {
    budget.spend(property.names().size() - 1);
    if (!node.isObject()) {
      missing(i, () -> notAnObject(i, property, node));
    } else if (property.single()) {
      member(i, property.name(), node);
    } else if (i == segments.size() - 1) {
      step(i + 1, members(property.names(), node));
    } else {
      property.names().stream().filter(node::has).forEach(n -> step(i + 1, node.get(n)));
    }
  }

  private void member(int i, String name, JsonNode object) {
    var value = object.get(name);
    if (value != null) {
      step(i + 1, value);
    } else if (i < segments.size() - 1) {
      missing(i, () -> "Missing property in path " + pathTo(i + 1));
    }
  }

  private static JsonNode members(List<String> names, JsonNode object) {
    var some = JsonNodeFactory.instance.objectNode();
    names.stream().filter(object::has).forEach(name -> some.set(name, object.get(name)));
    return some;
  }

  private void index(int i, Segment.Index index, JsonNode node) {
    if (isArray(i, node)) {
      budget.spend(index.indexes().size() - 1);
      index.indexes().forEach(at -> element(i, at, node));
    }
  }

  private void slice(int i, Segment.Slice slice, JsonNode node) {
    if (!isArray(i, node)) {
      return;
    }
    int size = node.size();
    int from = slice.from() == null ? 0 : slice.from();
    int to = slice.to() == null ? size : Math.min(size, slice.to());
    if (slice.from() == null && to < 0) {
      to += size;
    }
    if (slice.to() == null && from < 0) {
      from = Math.max(0, size + from);
    }
    for (int at = Math.max(from, -size); at < to; at++) {
      element(i, at, node);
    }
  }

  private void element(int i, int at, JsonNode array) {
    var element = array.get(at < 0 ? array.size() + at : at);
    if (element != null) {
      step(i + 1, element);
    }
  }

  private boolean isArray(int i, JsonNode node) {
    if (!node.isArray()) {
      missing(
          i,
          () ->
              "Filter: %s can only be applied to arrays. Current context is: %s"
                  .formatted(segments.get(i).fragment(), node));
    }
    return node.isArray();
  }

  private void select(int i, Filter filter, JsonNode node) {
    if (node.isArray()) {
      for (var element : node) {
        if (filter.accepts(element, root, budget)) {
          step(i + 1, element);
        }
      }
    } else if (node.isObject()) {
      if (filter.accepts(node, root, budget)) {
        step(i + 1, node);
      }
    } else {
      missing(
          i,
          () ->
              "Filter: %s can not be applied to primitives. Current context is: %s"
                  .formatted(segments.get(i).fragment(), node));
    }
  }

  // A stack of our own, for values nested deeper than a thread's.
  private void scan(int i, JsonNode from) {
    var open = new ArrayDeque<JsonNode>();
    open.push(from);
    while (!open.isEmpty()) {
      var node = open.pop();
      budget.spend(1);
      if (node.isContainerNode()) {
        visit(i + 1, node);
        children(node).forEach(open::push);
      }
    }
  }

  private void visit(int i, JsonNode node) {
    boolean fits =
        switch (segments.get(i)) {
          case Segment.Property property -> node.isObject() && hasAll(property, node);
          case Segment.Index ignored -> node.isArray();
          case Segment.Slice ignored -> node.isArray();
          // Arrays are not filtered here: their elements are, when their turn comes.
          case Segment.Select ignored -> node.isObject();
          default -> true;
        };
    if (fits) {
      step(i, node);
    }
  }

  private boolean hasAll(Segment.Property property, JsonNode object) {
    budget.spend(property.names().size() - 1);
    return property.single() || property.names().stream().allMatch(object::has);
  }

  private static List<JsonNode> children(JsonNode node) {
    var children = new ArrayList<JsonNode>(node.size());
    node.forEach(children::add);
    return children.reversed();
  }

  private void missing(int i, Supplier<String> message) {
    if (i <= definiteUntil) {
      throw new PathNotFoundError(message);
    }
  }

  private String notAnObject(int i, Segment.Property property, JsonNode node) {
    return ("Expected to find an object with property %s in path %s but found '%s'. "
            + "This is not a json object according to the JsonProvider: "
            + "'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.")
        .formatted(property.fragment(), pathTo(i), node.getClass().getName());
  }

  private String pathTo(int end) {
    return pathOf(segments.subList(0, end));
  }

  static String pathOf(List<Segment> segments) {
    var path = new StringBuilder("$");
    segments.forEach(segment -> path.append(segment.fragment()));
    return path.toString();
  }

  /** The one element a definite path names at its end, when that array is too short for it. */
  static @Nullable JsonNode arrayTooShort(List<Segment> segments, JsonNode root, Budget budget) {
    if (!(segments.getLast() instanceof Segment.Index index)) {
      return null;
    }
    var array = along(segments.subList(0, segments.size() - 1), root, root, budget);
    boolean tooShort = array.size() == 1 && array.getFirst().isArray() && index.definite();
    return tooShort ? JsonNodeFactory.instance.nullNode() : null;
  }
}
