package dev.pawl.persistence.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a page begins: after the item of this time and name. To callers it is an opaque text, valid
 * only for the question it was given for.
 */
public record PageToken(Instant time, String name) {

  private static final String SEPARATOR = "\n";

  /** No database takes it, and no token of ours has it. */
  private static final char NUL = '\0';

  /** The token as callers see it; {@code question} says what was listed and with which filters. */
  public String text(String question) {
    var content = String.join(SEPARATOR, sum(question), time.toString(), name);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token of the same question; null stays null, the beginning.
   *
   * @throws InvalidPageTokenException if it is not one of ours, or of another question
   */
  public static @Nullable PageToken parse(@Nullable String text, String question) {
    return text == null ? null : parseText(text, question);
  }

  /**
   * The name, where items are numbered.
   *
   * @throws InvalidPageTokenException if it is no number
   */
  public long number() {
    try {
      return Long.parseLong(name);
    } catch (NumberFormatException e) {
      throw new InvalidPageTokenException();
    }
  }

  private static PageToken parseText(String text, String question) {
    try {
      var content = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      var parts = List.of(content.split(SEPARATOR, -1));
      if (parts.size() != 3
          || !parts.get(0).equals(sum(question))
          || parts.get(2).indexOf(NUL) >= 0) {
        throw new InvalidPageTokenException();
      }
      return new PageToken(Instant.parse(parts.get(1)), parts.get(2));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidPageTokenException();
    }
  }

  private static String sum(String question) {
    var sum = new CRC32();
    sum.update(question.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }
}
