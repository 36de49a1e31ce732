package dev.pawl.load.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Finds members in JSON text without parsing it: enough for small answers of a known shape. */
public final class JsonText {

  private JsonText() {}

  /**
   * The text of the first string member of this name, still with its escapes, so that it can be
   * written into other JSON as it is. Null when there is none.
   */
  public static @Nullable String string(byte[] json, String member) {
    var text = new String(json, UTF_8);
    var start = valueStart(text, member);
    if (start < 0 || start >= text.length() || text.charAt(start) != '"') {
      return null;
    }
    var end = start + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return end < text.length() ? text.substring(start + 1, end) : null;
  }

  private static int valueStart(String text, String member) {
    var name = text.indexOf('"' + member + '"');
    if (name < 0) {
      return -1;
    }
    var at = text.indexOf(':', name + member.length() + 2) + 1;
    while (at > 0 && at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at > 0 ? at : -1;
  }
}
