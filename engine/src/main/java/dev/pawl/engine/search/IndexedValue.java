package dev.pawl.engine.search;

import org.jspecify.annotations.Nullable;

/**
 * What an execution's attribute is from now on.
 *
 * @param value null = it has none any more
 */
public record IndexedValue(String attribute, @Nullable AttributeValue value) {}
