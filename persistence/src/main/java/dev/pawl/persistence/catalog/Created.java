package dev.pawl.persistence.catalog;

/**
 * The answer to “create it unless it exists”.
 *
 * @param entry as it stands in the catalog now: the one given, or the one that was there before
 * @param isNew whether this call created it
 */
public record Created<T>(T entry, boolean isNew) {}
