package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a state ends well: its output, and the variables it assigns (possibly none). */
public record Completion(Payload output, Map<String, JsonNode> assigned) {

  public Completion {
    assigned = Collections.unmodifiableMap(new LinkedHashMap<>(assigned));
  }
}
