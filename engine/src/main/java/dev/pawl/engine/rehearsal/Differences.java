package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compares JSON values, member by member, and numbers as numbers: 1 is 1.0. */
final class Differences {
  /** More of one value help nobody. */
  private static final int SHOWN_MAX = 5;

  private static final int VALUE_CHARS_MAX = 200;
  private static final String NOTHING = "nothing";

  private final boolean partial;
  private final List<Difference> found = new ArrayList<>();

  private Differences(boolean partial) {
    this.partial = partial;
  }

  /**
   * The first differences of two values.
   *
   * @param partial whether objects may have members that are not expected
   */
  static List<Difference> between(
      String where, JsonNode expected, JsonNode actual, boolean partial) {
    var differences = new Differences(partial);
    differences.compare(where, expected, actual);
    return List.copyOf(differences.found);
  }

  private void compare(String where, JsonNode expected, @Nullable JsonNode actual) {
    if (found.size() >= SHOWN_MAX) {
      return;
    }
    if (actual == null) {
      found.add(new Difference(where, shown(expected), NOTHING));
    } else if (expected.isObject() && actual.isObject()) {
      compareMembers(where, expected, actual);
    } else if (expected.isArray() && actual.isArray()) {
      compareElements(where, expected, actual);
    } else if (!same(expected, actual)) {
      found.add(new Difference(where, shown(expected), shown(actual)));
    }
  }

  private void compareMembers(String where, JsonNode expected, JsonNode actual) {
    expected
        .properties()
        .forEach(member ->
            compare(
                where + "/" + escaped(member.getKey()),
                member.getValue(),
                actual.get(member.getKey())));
    if (partial) {
      return;
    }
    for (var member : actual.properties()) {
      if (!expected.has(member.getKey()) && found.size() < SHOWN_MAX) {
        found.add(
            new Difference(
                where + "/" + escaped(member.getKey()), NOTHING, shown(member.getValue())));
      }
    }
  }

  private void compareElements(String where, JsonNode expected, JsonNode actual) {
    for (var i = 0; i < expected.size(); i++) {
      compare(where + "/" + i, expected.get(i), actual.get(i));
    }
    for (var i = expected.size(); i < actual.size() && found.size() < SHOWN_MAX; i++) {
      found.add(new Difference(where + "/" + i, NOTHING, shown(actual.get(i))));
    }
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    return expected.isNumber() && actual.isNumber()
        ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
        : expected.equals(actual);
  }

  // RFC 6901
  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static String shown(JsonNode node) {
    return shown(Json.write(node));
  }

  static String shown(String text) {
    return text.length() > VALUE_CHARS_MAX ? text.substring(0, VALUE_CHARS_MAX) + "…" : text;
  }

  /**
   * The difference of two sequences of names, if there is one. {@value Expectation#ANY} among the
   * expected ones stands for any number of others.
   */
  static List<Difference> ofNames(String where, List<String> expected, List<String> actual) {
    if (matches(expected, actual)) {
      return List.of();
    }
    var at =
        IntStream.range(0, Math.min(expected.size(), actual.size()))
            .filter(i -> !expected.get(i).equals(actual.get(i)))
            .findFirst()
            .orElse(Math.min(expected.size(), actual.size()));
    return List.of(new Difference(where + "/" + at, marked(expected, at), marked(actual, at)));
  }

  /** The names, with the one at this place between marks. */
  private static String marked(List<String> names, int at) {
    var before = Math.max(0, at - SHOWN_MAX);
    var after = Math.min(names.size(), at + SHOWN_MAX);
    var shown =
        IntStream.range(before, after)
            .mapToObj(i -> i == at ? "»" + names.get(i) + "«" : names.get(i))
            .collect(Collectors.joining(", "));
    return (before > 0 ? "…, " : "")
        + shown
        + (at >= names.size() ? (shown.isEmpty() ? "" : ", ") + "»the end«" : "")
        + (after < names.size() ? ", …" : "");
  }

  private static boolean matches(List<String> expected, List<String> actual) {
    // What of the expected names can be matched by the actual ones so far.
    var reached = new boolean[expected.size() + 1];
    reached[0] = true;
    skip(expected, reached);
    for (var name : actual) {
      var next = new boolean[expected.size() + 1];
      for (var i = 0; i < expected.size(); i++) {
        if (reached[i] && expected.get(i).equals(Expectation.ANY)) {
          next[i] = true;
        } else if (reached[i] && expected.get(i).equals(name)) {
          next[i + 1] = true;
        }
      }
      skip(expected, next);
      reached = next;
    }
    return reached[expected.size()];
  }

  private static void skip(List<String> expected, boolean[] reached) {
    for (var i = 0; i < expected.size(); i++) {
      if (reached[i] && expected.get(i).equals(Expectation.ANY)) {
        reached[i + 1] = true;
      }
    }
  }
}
