package dev.pawl.engine.expression;

/**
 * Where something stands in a definition, as text: {@code /States/A/Parameters/list[0]}. A hostile
 * definition nests long names, and would make each of its many values a place of half a megabyte;
 * what has too long a place is located where its parent is.
 */
public final class Location {
  static final int CHARS_MAX = 1_000;

  private Location() {}

  public static String member(String parent, String name) {
    return parent.length() + name.length() < CHARS_MAX ? parent + "/" + name : parent;
  }

  public static String element(String parent, int index) {
    return parent.length() < CHARS_MAX ? parent + "[" + index + "]" : parent;
  }
}
