package dev.pawl.node.cli.demo;

import java.util.Objects;

/** Something that must hold at the end: what was expected, and what was found. */
public record Check(String what, String expected, String found) {

  static Check equal(String what, Object expected, Object found) {
    return new Check(what, Objects.toString(expected), Objects.toString(found));
  }

  static Check holds(String what, boolean holds) {
    return new Check(what, "yes", holds ? "yes" : "no");
  }

  public boolean holds() {
    return expected.equals(found);
  }
}
