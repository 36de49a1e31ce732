package dev.pawl.persistence.journal;

/**
 * A child execution's place in its Map Run.
 *
 * @param childIndex its place among the children
 * @param items how many items it works on
 */
public record MapRunChild(String mapRunArn, long childIndex, int items) {}
