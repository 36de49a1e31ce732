package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The members of {@code $states} that a field sees besides {@code $states.context}. {@code result}
 * exists only once a task has answered, {@code errorOutput} only in a catcher.
 */
public record StatesInput(
    JsonNode input, @Nullable JsonNode result, @Nullable JsonNode errorOutput) {}
