package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/** XML as the query protocol writes it: an element per member, {@code member} per list element. */
final class Xml {

  private final StringBuilder text = new StringBuilder();

  /**
   * @param tag with its attributes
   */
  Xml open(String tag) {
    text.append('<').append(tag).append('>');
    return this;
  }

  Xml close(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  Xml text(String name, String value) {
    open(name);
    value.codePoints().forEach(this::character);
    return close(name);
  }

  Xml element(String name, JsonNode value) {
    if (!value.isContainerNode()) {
      return text(name, value.asText());
    }
    open(name);
    if (value.isArray()) {
      value.forEach(element -> element("member", element));
    } else {
      value.properties().forEach(field -> element(field.getKey(), field.getValue()));
    }
    return close(name);
  }

  private void character(int c) {
    switch (c) {
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '&' -> text.append("&amp;");
      case '"' -> text.append("&quot;");
      case '\r' -> text.append("&#xD;");
      case '\n', '\t' -> text.append((char) c);
      // XML 1.0 has no way to write the other control characters.
      default -> text.appendCodePoint(c < ' ' || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
    }
  }

  byte[] bytes() {
    return text.toString().getBytes(UTF_8);
  }
}
