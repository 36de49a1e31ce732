package dev.pawl.engine.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that remembers the text it came as: one that nothing transformed is written byte for
 * byte as it was read, but for half surrogate pairs, which are no text. Immutable, and so must its
 * {@link #node()} be treated.
 *
 * <p>Two payloads are equal when their texts are.
 */
public final class Payload {
  // Each is derived from the other when first asked for; a race derives it twice, to the same end.
  private volatile @Nullable String text;
  private volatile @Nullable JsonNode node;
  private int utf8Bytes = -1;

  private Payload(@Nullable String text, @Nullable JsonNode node) {
    this.text = text;
    this.node = node;
  }

  /** Reads a value from outside: strict, and nested at most {@link Json#DEPTH_MAX} deep. */
  public static Payload parse(String text) throws JsonTextException {
    var wellFormed = Json.wellFormed(text);
    return new Payload(wellFormed, Json.parse(wellFormed));
  }

  /**
   * A text known to be JSON because it was stored as such; it is read when somebody looks inside.
   */
  public static Payload ofStoredText(String text) {
    return new Payload(Objects.requireNonNull(text), null);
  }

  /** A value we made; its text is compact. */
  public static Payload of(JsonNode node) {
    return new Payload(null, Objects.requireNonNull(node));
  }

  public JsonNode node() {
    var known = node;
    if (known == null) {
      known = stored(Objects.requireNonNull(text));
      node = known;
    }
    return known;
  }

  public String text() {
    var known = text;
    if (known == null) {
      known = Json.write(Objects.requireNonNull(node));
      text = known;
    }
    return known;
  }

  /** The length of the text in UTF-8, which is what AWS counts. */
  public int utf8Bytes() {
    if (utf8Bytes < 0) {
      utf8Bytes = count(text());
    }
    return utf8Bytes;
  }

  private static JsonNode stored(String text) {
    try {
      return Json.parseStored(text);
    } catch (JsonTextException e) {
      throw new AssertionError("Expected stored text to be JSON, but " + e.getMessage(), e);
    }
  }

  private static int count(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        // Two chars of a surrogate pair make four bytes, one more for each.
        bytes += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        bytes += 1;
      }
    }
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload payload && text().equals(payload.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
