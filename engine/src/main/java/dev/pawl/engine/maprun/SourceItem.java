package dev.pawl.engine.maprun;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An item as it is read.
 *
 * @param key the member's name when the items are the members of an object
 * @param source {@code Map.Item.Source} of the context object
 */
public record SourceItem(@Nullable String key, JsonNode value, String source) {

  /** The source of items that the state has itself. */
  public static final String STATE_DATA = "STATE_DATA";
}
