package dev.pawl.engine.rehearsal;

/**
 * Where a performance is not what was expected.
 *
 * @param where the part, with a JSON pointer inside it: {@code output/order/id}
 */
public record Difference(String where, String expected, String found) {

  @Override
  public String toString() {
    return where + "\n  expected: " + expected + "\n  found:    " + found;
  }
}
