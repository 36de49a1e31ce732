package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.PayloadTemplate;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.util.Optional;

/**
 * The role that a Task is done as. AWS developer guide, "Accessing resources in other accounts".
 */
sealed interface Credentials {

  String roleArn(Sight sight, Payload effectiveInput);

  record Templated(PayloadTemplate template) implements Credentials {
    @Override
    public String roleArn(Sight sight, Payload effectiveInput) {
      var role = template.evaluate(effectiveInput.node(), sight.environment()).path("RoleArn");
      return text(role);
    }

    private static String text(JsonNode role) {
      if (!role.isTextual()) {
        throw StatesError.runtime("The field 'RoleArn' is not a string: " + Json.write(role));
      }
      return role.textValue();
    }
  }

  record Computed(JsonataField role) implements Credentials {
    @Override
    public String roleArn(Sight sight, Payload effectiveInput) {
      return role.evaluate(sight, JsonataDataFlow.sees(sight, null), "string").textValue();
    }
  }

  static Optional<Credentials> read(Fields fields, Resource resource) {
    var given = fields.has("Credentials");
    if (given && resource instanceof Resource.Activity) {
      fields.error(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "The field 'Credentials' is not supported for activities",
          fields.at("Credentials"));
    }
    return fields.object("Credentials").flatMap(Credentials::readRole);
  }

  private static Optional<Credentials> readRole(Fields fields) {
    if (!fields.has("RoleArn") && (fields.isJsonata() || !fields.has("RoleArn.$"))) {
      fields.error(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "The field 'RoleArn' is required but was missing",
          fields.location());
      return Optional.empty();
    }
    fields.ignore("RoleArn");
    fields.ignore("RoleArn.$");
    fields.close();
    if (fields.isJsonata()) {
      return fields.jsonataText("RoleArn").map(Computed::new);
    }
    fields.text("RoleArn");
    return fields.wholeTemplate().map(Templated::new);
  }
}
