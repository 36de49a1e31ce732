package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.Environment;
import dev.pawl.engine.expression.Path;
import dev.pawl.engine.expression.PathNotFoundError;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Payload;

/**
 * What a state sees while it is evaluated: its raw input and its surroundings.
 *
 * @param inspection looks on
 */
public record Sight(Payload input, Environment environment, Inspection inspection) {

  public Sight(Payload input, Environment environment) {
    this(input, environment, Inspection.NONE);
  }

  /** Shows what a field has made, and hands it on. */
  Payload shown(String step, Payload payload) {
    inspection.saw(step, payload);
    return payload;
  }

  /** The value at a path; one that is not there ends the state with {@code States.Runtime}. */
  JsonNode read(Path path, JsonNode root) {
    try {
      return path.read(root, environment);
    } catch (PathNotFoundError notFound) {
      throw StatesError.runtime("Invalid path '" + path.text() + "' : " + notFound.getMessage());
    }
  }

  /** As {@link #read}, keeping the payload itself, and with it its text, where the path is "$". */
  Payload select(Path path, Payload root) {
    return path.isRoot() ? root : Payload.of(read(path, root.node()));
  }
}
