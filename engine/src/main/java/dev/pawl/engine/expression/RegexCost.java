package dev.pawl.engine.expression;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How much a regular expression may try between two looks at its text. Whoever counts the looks
 * bounds what most expressions do; but {@code (a*|b*)(a*|b*)…c} tries all ways through an empty
 * text and looks at nothing. A way that needs no look begins where two alternatives may be empty,
 * or where something is repeated that may be.
 */
final class RegexCost {
  /** An expression that may try more has no price. */
  static final long MAX = 1_000;

  private final String text;
  private final boolean comments;
  private int at;
  private double ways = 1;

  private RegexCost(String text, boolean comments) {
    this.text = text;
    this.comments = comments;
  }

  /** What a look is to cost; empty if the expression may do too much without any. */
  static OptionalLong of(Pattern pattern) {
    var text = pattern.pattern();
    boolean comments =
        (pattern.flags() & Pattern.COMMENTS) != 0 || text.matches("(?s).*\\(\\?[a-zA-Z]*x.*");
    if (comments && text.indexOf('#') >= 0) {
      return OptionalLong.empty(); // what is a comment, and what is not, is too hard to tell
    }
    var cost = new RegexCost(text, comments);
    cost.alternatives();
    return cost.at < text.length() || cost.ways > MAX
        ? OptionalLong.empty()
        : OptionalLong.of((long) cost.ways);
  }

  // Each of these moves on behind what it reads, and tells whether that may be empty.

  private boolean alternatives() {
    int empty = sequence() ? 1 : 0;
    while (take("|")) {
      empty += sequence() ? 1 : 0;
    }
    ways *= Math.max(1, empty);
    return empty > 0;
  }

  private boolean sequence() {
    boolean empty = true;
    blanks();
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      empty &= repeated();
    }
    return empty;
  }

  private boolean repeated() {
    boolean empty = atom();
    while (true) {
      blanks();
      long least;
      if (take("?") || take("*")) {
        least = 0;
      } else if (take("+")) {
        least = 1;
      } else if (at + 1 < text.length() && text.charAt(at) == '{' && digit(text.charAt(at + 1))) {
        least = counted();
      } else {
        return empty;
      }
      ways *= empty ? 2.0 * Math.max(1, least) : 1;
      empty |= least == 0;
      if (!take("?")) {
        take("+");
      }
    }
  }

  private long counted() {
    at++;
    long least = 0;
    while (at < text.length() && digit(text.charAt(at))) {
      least = Math.min(Integer.MAX_VALUE, least * 10 + text.charAt(at) - '0');
      at++;
    }
    behind("}");
    return least;
  }

  private boolean atom() {
    char c = text.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> {
        characters();
        yield false;
      }
      case '\\' -> escaped();
      case '^', '$' -> true;
      default -> false;
    };
  }

  private boolean group() {
    boolean looksAround = false;
    if (take("?")) {
      looksAround = take("=") || take("!") || take("<=") || take("<!");
      if (!looksAround && take("<")) {
        behind(">");
      } else if (!looksAround && !take(">")) {
        while (at < text.length() && ":)".indexOf(text.charAt(at)) < 0) {
          at++; // flags
        }
        take(":");
      }
    }
    boolean empty = alternatives();
    take(")");
    return looksAround || empty;
  }

  private void characters() {
    take("^");
    take("]"); // in the first place it is a character
    while (at < text.length() && text.charAt(at) != ']') {
      char c = text.charAt(at++);
      if (c == '[') {
        characters();
      } else if (c == '\\') {
        escaped();
      }
    }
    take("]");
  }

  private boolean escaped() {
    if (at == text.length()) {
      return false;
    }
    char c = text.charAt(at++);
    switch (c) {
      case 'Q' -> behind("\\E");
      case 'c' -> at++;
      case 'b' -> take("{g}");
      case 'k' -> behind(">");
      case 'x', 'p', 'P', 'N' -> {
        if (take("{")) {
          behind("}");
        }
      }
      default -> {}
    }
    return "bBAGzZk123456789".indexOf(c) >= 0;
  }

  private boolean take(String word) {
    boolean found = text.startsWith(word, at);
    at += found ? word.length() : 0;
    return found;
  }

  /** Where comments may stand blanks mean nothing. */
  private void blanks() {
    while (comments && at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void behind(String word) {
    int found = text.indexOf(word, at);
    at = found < 0 ? text.length() : found + word.length();
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
