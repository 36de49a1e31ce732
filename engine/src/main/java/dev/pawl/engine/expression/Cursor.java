package dev.pawl.engine.expression;

/** A place in the text of a path or an intrinsic call, moving forward. */
final class Cursor {
  private final String text;
  private final String complaint;
  private int at;
  private int depth;

  /** {@code complaint} is what AWS says of a text that is malformed anywhere. */
  Cursor(String text, String complaint) {
    this.text = text;
    this.complaint = complaint;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  boolean sees(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  boolean seesDigit() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  char next() throws IllegalExpressionException {
    if (atEnd()) {
      throw malformed();
    }
    return text.charAt(at++);
  }

  boolean take(String word) {
    boolean found = text.startsWith(word, at);
    if (found) {
      at += word.length();
    }
    return found;
  }

  void back() {
    at--;
  }

  void expect(char c) throws IllegalExpressionException {
    if (next() != c) {
      throw malformed();
    }
  }

  /**
   * Goes into something nested, such as a filter, whose paths may hold filters again: the cursor
   * counts, because every path has a parser of its own.
   */
  void descend(int depthMax) throws IllegalExpressionException {
    if (++depth > depthMax) {
      throw malformed();
    }
  }

  void ascend() {
    depth--;
  }

  void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  interface CharTest {
    boolean test(char c);
  }

  String takeWhile(CharTest test) {
    int start = at;
    while (at < text.length() && test.test(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  int integer() throws IllegalExpressionException {
    var sign = take("-") ? "-" : "";
    var digits = takeWhile(c -> c >= '0' && c <= '9');
    try {
      return Integer.parseInt(sign + digits);
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  /**
   * A string in single or double quotes. A backslash before the closing quote's kind makes it part
   * of the string; any other backslash stays what it is (recorded: {@code $['a\"b']} finds {@code
   * a\"b}).
   */
  String quoted() throws IllegalExpressionException {
    char quote = next();
    if (quote != '\'' && quote != '"') {
      throw malformed();
    }
    var string = new StringBuilder();
    for (char c = next(); c != quote; c = next()) {
      string.append(c == '\\' && take(String.valueOf(quote)) ? quote : c);
    }
    return string.toString();
  }

  int position() {
    return at;
  }

  String since(int start) {
    return text.substring(start, at);
  }

  IllegalExpressionException malformed() {
    return IllegalExpressionException.schema(complaint);
  }
}
