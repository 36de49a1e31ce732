package dev.pawl.engine.maprun;

import java.time.Instant;

/**
 * How far the last redrive of a Map Run is.
 *
 * @param number how often its execution had been redriven then
 * @param count how often the Map Run has been
 * @param until children from this one on came after it
 * @param next children before this one have been looked at
 * @param items those of children that did not succeed and have not been redriven yet
 * @param executions the number of these children
 * @param lostItems those of children that could not be redriven
 * @param lostExecutions the number of these children
 */
public record Redrive(
    int number,
    int count,
    Instant at,
    long until,
    long next,
    long items,
    long executions,
    long lostItems,
    long lostExecutions) {

  /** Whether all children before it have been looked at. */
  public boolean isComplete() {
    return next >= until;
  }

  Redrive without(long lessItems, long lessExecutions, long newNext) {
    return new Redrive(
        number,
        count,
        at,
        until,
        newNext,
        Math.max(0, items - lessItems),
        Math.max(0, executions - lessExecutions),
        lostItems,
        lostExecutions);
  }

  /** A child could not be redriven. */
  Redrive lost(long childItems) {
    return new Redrive(
        number,
        count,
        at,
        until,
        next,
        items,
        executions,
        lostItems + childItems,
        lostExecutions + 1);
  }
}
