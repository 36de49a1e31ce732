package dev.pawl.node.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.search.IndexedAttribute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The indexed attributes of a machine as the catalog keeps them. */
public final class DeclaredAttributes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DeclaredAttributes() {}

  /** Reads what {@link #json} made; null = none. */
  public static List<IndexedAttribute> parse(@Nullable String json) {
    if (json == null) {
      return List.of();
    }
    try {
      var attributes = new ArrayList<IndexedAttribute>();
      for (var attribute : JSON.readTree(json)) {
        attributes.add(
            new IndexedAttribute(
                attribute.path("name").asText(),
                IndexedAttribute.Type.valueOf(attribute.path("type").asText()),
                IndexedAttribute.Source.valueOf(attribute.path("source").asText()),
                attribute.path("path").asText()));
      }
      return attributes;
    } catch (JsonProcessingException e) {
      throw new AssertionError("Expected stored attributes to be JSON: " + json, e);
    }
  }

  /** As the API shows them. */
  public static ArrayNode json(List<IndexedAttribute> attributes) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var attribute : attributes) {
      array
          .addObject()
          .put("name", attribute.name())
          .put("type", attribute.type().name())
          .put("source", attribute.source().name())
          .put("path", attribute.path());
    }
    return array;
  }
}
