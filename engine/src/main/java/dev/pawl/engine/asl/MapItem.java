package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One item of a Map state.
 *
 * @param key the member's name when the items are the members of an object, else null
 */
public record MapItem(int index, @Nullable String key, JsonNode value) {}
