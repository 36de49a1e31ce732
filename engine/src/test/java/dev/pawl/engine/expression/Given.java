package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What the tests of this package evaluate against. JSON is written with single quotes. */
final class Given {
  static final Instant NOW = Instant.parse("2025-06-01T10:20:30.456Z");

  private Given() {}

  static JsonNode json(String text) {
    try {
      return Json.parse(text.replace('\'', '"'));
    } catch (JsonTextException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Environment environment() {
    return environment(Map.of());
  }

  static Environment environment(Map<String, JsonNode> variables) {
    var context = json("{'Execution':{'Name':'run-1','Input':{'k':'v'}},'State':{'Name':'S'}}");
    return new Environment(
        context, new LinkedHashMap<>(variables), new Chance(new SplittableRandom(7), NOW));
  }
}
