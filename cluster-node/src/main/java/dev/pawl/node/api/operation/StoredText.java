package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.protocol.awsjson.Input;
import org.jspecify.annotations.Nullable;

/** Texts of requests that are stored as such: a database takes every character but NUL. */
public final class StoredText {

  private static final char NUL = '\0';

  private StoredText() {}

  /** The text of an optional member. */
  public static @Nullable String orNull(Input input, String member) {
    var text = input.textOrNull(member);
    if (text != null && text.indexOf(NUL) >= 0) {
      throw ApiError.validation(
          "Expected '%s' to have no NUL character, but found one at %d."
              .formatted(member, text.indexOf(NUL)));
    }
    return text;
  }
}
