package dev.pawl.engine.asl;

import dev.pawl.engine.expression.Texts;
import java.util.ArrayList;
import java.util.List;

/**
 * The pattern of StringMatches: {@code *} stands for any characters, also none; {@code \*} and
 * {@code \\} for themselves. Matching takes time linear in the text and the pattern.
 */
record Wildcard(List<String> parts) {

  Wildcard {
    parts = List.copyOf(parts);
  }

  /** Whether backslashes stand only where they have a meaning. */
  static boolean isValid(String pattern) {
    for (var i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
        if (i == pattern.length() || "*\\".indexOf(pattern.charAt(i)) < 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Cuts a valid pattern at its stars. */
  static Wildcard parse(String pattern) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    for (var i = 0; i < pattern.length(); i++) {
      var c = pattern.charAt(i);
      if (c == '*') {
        parts.add(part.toString());
        part.setLength(0);
      } else if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        part.append(pattern.charAt(i));
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return new Wildcard(parts);
  }

  boolean matches(String text) {
    var first = parts.getFirst();
    var last = parts.getLast();
    if (parts.size() == 1) {
      return text.equals(first);
    }
    if (text.length() < first.length() + last.length()
        || !text.startsWith(first)
        || !text.endsWith(last)) {
      return false;
    }
    return holdsInOrder(text.substring(first.length(), text.length() - last.length()));
  }

  // The leftmost place of each part leaves the most room for those after it.
  private boolean holdsInOrder(String text) {
    var from = 0;
    for (var part : parts.subList(1, parts.size() - 1)) {
      var found = Texts.indexOf(text, part, from);
      if (found < 0) {
        return false;
      }
      from = found + part.length();
    }
    return true;
  }
}
