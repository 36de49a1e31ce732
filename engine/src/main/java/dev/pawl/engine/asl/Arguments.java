package dev.pawl.engine.asl;

import dev.pawl.engine.expression.PayloadTemplate;
import dev.pawl.engine.json.Payload;
import java.util.Optional;

/** What a resource inside a Map is called with: Parameters in JSONPath, Arguments in JSONata. */
sealed interface Arguments {

  Payload evaluate(Sight sight, Payload effectiveInput);

  record Templated(PayloadTemplate template) implements Arguments {
    @Override
    public Payload evaluate(Sight sight, Payload effectiveInput) {
      return Payload.of(template.evaluate(effectiveInput.node(), sight.environment()));
    }
  }

  record Computed(JsonataField field) implements Arguments {
    @Override
    public Payload evaluate(Sight sight, Payload effectiveInput) {
      return Payload.of(field.evaluate(sight, JsonataDataFlow.sees(sight, null)));
    }
  }

  static Optional<Arguments> read(Fields fields) {
    return readField(fields, "Parameters", "Arguments");
  }

  /** A field that has one name in each language, which may be the same. */
  static Optional<Arguments> readField(Fields fields, String inJsonPath, String inJsonata) {
    if (!inJsonPath.equals(inJsonata)) {
      fields.notInJsonata(inJsonPath);
      fields.notInJsonPath(inJsonata);
    }
    return fields.isJsonata()
        ? fields.jsonata(inJsonata).map(Computed::new)
        : fields.template(inJsonPath).map(Templated::new);
  }
}
