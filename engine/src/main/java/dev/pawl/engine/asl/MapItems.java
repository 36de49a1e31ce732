package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.expression.Path;
import dev.pawl.engine.expression.PayloadTemplate;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.util.Optional;

/**
 * What a Map iterates over and what each iteration sees of it: ItemsPath or Items, ItemSelector.
 */
sealed interface MapItems {

  Payload items(Sight sight, Payload effectiveInput);

  Payload input(Sight sight, Payload effectiveInput, MapItem item);

  /** Whether an ItemSelector makes the inputs of the iterations. */
  boolean selects();

  static MapItems read(Fields fields, boolean distributed) {
    return fields.isJsonata()
        ? Jsonata.read(fields, distributed)
        : JsonPath.read(fields, distributed);
  }

  static MapItem item(JsonNode items, int index) {
    if (items.isArray()) {
      return new MapItem(index, null, items.get(index));
    }
    var member = items.properties().stream().skip(index).findFirst().orElseThrow();
    return new MapItem(index, member.getKey(), member.getValue());
  }

  /** An item as an iteration gets it without ItemSelector: a member comes as Key and Value. */
  private static Payload whole(MapItem item) {
    if (item.key() == null) {
      return Payload.of(item.value());
    }
    var pair = JsonNodeFactory.instance.objectNode();
    pair.put("Key", item.key()).set("Value", item.value());
    return Payload.of(pair);
  }

  /**
   * @param objects whether members of an object may be iterated over. AWS refuses them for inline
   *     Maps with ItemsPath.
   */
  record JsonPath(Path itemsPath, Optional<PayloadTemplate> selector, boolean objects)
      implements MapItems {

    static JsonPath read(Fields fields, boolean distributed) {
      fields.notInJsonPath("Items");
      fields.atMostOneOf("ItemSelector", "Parameters");
      var selector = fields.template("ItemSelector");
      var parameters = fields.template("Parameters");
      return new JsonPath(
          fields.path("ItemsPath").orElse(Fields.ROOT), selector.or(() -> parameters), distributed);
    }

    @Override
    public boolean selects() {
      return selector.isPresent();
    }

    @Override
    public Payload items(Sight sight, Payload effectiveInput) {
      var items = sight.select(itemsPath, effectiveInput);
      if (items.node().isArray() || (objects && items.node().isObject())) {
        return sight.shown("afterItemsPath", items);
      }
      var text =
          itemsPath.text().startsWith("$$") ? itemsPath.text().substring(1) : itemsPath.text();
      throw StatesError.runtime("Reference path \"" + text + "\" must point to array.");
    }

    @Override
    public Payload input(Sight sight, Payload effectiveInput, MapItem item) {
      return selector
          .map(template -> template.evaluate(effectiveInput.node(), sight.environment()))
          .map(Payload::of)
          .orElseGet(() -> whole(item));
    }
  }

  /**
   * @param objects whether members of an object may be iterated over. Recorded: an inline Map
   *     refuses them.
   */
  record Jsonata(Optional<JsonataField> items, Optional<JsonataField> selector, boolean objects)
      implements MapItems {

    private static final String[] ARRAY = {"array"};
    private static final String[] ARRAY_OR_OBJECT = {"array", "object"};

    static Jsonata read(Fields fields, boolean distributed) {
      fields.notInJsonata("ItemsPath");
      return new Jsonata(fields.jsonata("Items"), fields.jsonata("ItemSelector"), distributed);
    }

    @Override
    public boolean selects() {
      return selector.isPresent();
    }

    @Override
    public Payload items(Sight sight, Payload effectiveInput) {
      if (items.isPresent()) {
        var sees = JsonataDataFlow.sees(sight, null);
        return Payload.of(items.get().evaluate(sight, sees, objects ? ARRAY_OR_OBJECT : ARRAY));
      }
      var input = sight.input().node();
      if (!input.isArray() && !(objects && input.isObject())) {
        throw StatesError.queryEvaluation(
            "Map state input must be an array but was: " + Json.write(input), null);
      }
      return sight.input();
    }

    @Override
    public Payload input(Sight sight, Payload effectiveInput, MapItem item) {
      return selector
          .map(field -> field.evaluate(sight, JsonataDataFlow.sees(sight, null)))
          .map(Payload::of)
          .orElseGet(() -> whole(item));
    }
  }
}
