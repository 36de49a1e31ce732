package dev.pawl.engine.expression;

/** Searching in texts that strangers wrote. */
public final class Texts {
  /** Below this many comparisons at worst, the way that is fast on usual texts is good enough. */
  private static final long QUICK = 1 << 20;

  private Texts() {}

  /**
   * As {@link String#indexOf(String, int)}, which for a part such as {@code aaa…ab} compares it
   * anew at every place. This takes time linear in both texts.
   */
  public static int indexOf(String text, String part, int from) {
    return (long) part.length() * (text.length() - from) <= QUICK
        ? text.indexOf(part, from)
        : search(text, part, from);
  }

  // The algorithm of Knuth, Morris and Pratt.
  private static int search(String text, String part, int from) {
    var borders = borders(part);
    int matched = 0;
    for (int i = from; i < text.length(); i++) {
      while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
        matched = borders[matched - 1];
      }
      if (text.charAt(i) == part.charAt(matched)) {
        matched++;
      }
      if (matched == part.length()) {
        return i + 1 - matched;
      }
    }
    return -1;
  }

  /** For each beginning of the part, the length of its longest end that is a beginning, too. */
  private static int[] borders(String part) {
    var borders = new int[part.length()];
    int length = 0;
    for (int i = 1; i < part.length(); i++) {
      while (length > 0 && part.charAt(i) != part.charAt(length)) {
        length = borders[length - 1];
      }
      if (part.charAt(i) == part.charAt(length)) {
        length++;
      }
      borders[i] = length;
    }
    return borders;
  }
}
