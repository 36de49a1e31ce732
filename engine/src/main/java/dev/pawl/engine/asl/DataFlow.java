package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that shape what goes into a state and what comes out. Spec, "Input and Output". */
sealed interface DataFlow permits JsonPathDataFlow, JsonataDataFlow {

  Payload EMPTY_OBJECT = Payload.ofStoredText("{}");

  static DataFlow read(Fields fields) {
    return fields.isJsonata() ? JsonataDataFlow.read(fields) : JsonPathDataFlow.read(fields);
  }

  /** The part of the raw input that the state looks at: after InputPath. */
  Payload effectiveInput(Sight sight);

  /** What the work of the state is given: after Parameters, or Arguments. */
  Payload arguments(Sight sight);

  /** The end of a state that did work and has a result. */
  Completion complete(Sight sight, Payload result);

  /** The end of a state that has no result of its own: Wait, Choice, Succeed. */
  Completion passThrough(Sight sight);

  /** The members of an evaluated Assign field, as variables. */
  static Map<String, JsonNode> variables(JsonNode assigned) {
    var variables = new LinkedHashMap<String, JsonNode>();
    assigned
        .properties()
        .forEach(member -> variables.put(member.getKey(), Json.storable(member.getValue())));
    return variables;
  }
}
