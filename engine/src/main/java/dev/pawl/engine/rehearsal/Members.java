package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of an object in a file of test cases, and where it stands. */
record Members(String where, JsonNode node) {

  /**
   * @param known all members it may have
   */
  static Members of(String where, JsonNode node, Set<String> known) throws IllegalSuiteException {
    if (!node.isObject()) {
      throw IllegalSuiteException.at(where, "an object", shown(node));
    }
    for (var member : node.properties()) {
      if (!known.contains(member.getKey())) {
        throw IllegalSuiteException.at(
            where,
            "one of " + known.stream().sorted().collect(Collectors.joining(", ")),
            "'" + member.getKey() + "'");
      }
    }
    return new Members(where, node);
  }

  /** Absent, or null in the file. */
  Optional<JsonNode> get(String name) {
    var value = node.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  @Nullable String text(String name) throws IllegalSuiteException {
    var value = get(name).orElse(null);
    if (value == null) {
      return null;
    }
    if (!value.isValueNode()) {
      throw IllegalSuiteException.at(at(name), "a text", shown(value));
    }
    return value.asText();
  }

  /** A text that must be there. */
  String required(String name) throws IllegalSuiteException {
    var text = text(name);
    if (text == null) {
      throw IllegalSuiteException.at(where, "a member '" + name + "'", "none");
    }
    return text;
  }

  @Nullable List<String> texts(String name) throws IllegalSuiteException {
    var value = get(name).orElse(null);
    if (value == null) {
      return null;
    }
    if (!value.isArray()) {
      throw IllegalSuiteException.at(at(name), "a list of names", shown(value));
    }
    var texts = new ArrayList<String>();
    value.forEach(element -> texts.add(element.asText()));
    return List.copyOf(texts);
  }

  String at(String name) {
    return where + "/" + name;
  }

  static String shown(JsonNode node) {
    return Differences.shown(Json.write(node));
  }
}
