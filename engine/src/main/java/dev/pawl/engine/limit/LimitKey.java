package dev.pawl.engine.limit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.IllegalExpressionException;
import dev.pawl.engine.expression.ReferencePath;
import dev.pawl.engine.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** By what an execution shares a limit with others: a value of its input. */
public final class LimitKey {

  /** A longer one is kept as its SHA-256. */
  public static final int CHARS_MAX = 200;

  private LimitKey() {}

  /** The key of an input; null if there is none, or JSON's null, at that place. */
  public static @Nullable String of(@Nullable String keyPath, JsonNode input) {
    if (keyPath == null) {
      return null;
    }
    return path(keyPath)
        .find(input)
        .filter(value -> !value.isNull())
        .map(value -> value.isTextual() ? value.textValue() : Json.write(value))
        .map(LimitKey::shortened)
        .orElse(null);
  }

  private static ReferencePath path(String keyPath) {
    try {
      return ReferencePath.parse(keyPath);
    } catch (IllegalExpressionException e) {
      throw new AssertionError("Expected a stored keyPath to be a Reference Path.", e);
    }
  }

  /** The database takes no NUL, and no key of any length. */
  private static String shortened(String key) {
    return key.length() <= CHARS_MAX && key.indexOf('\0') < 0 ? key : "sha256:" + sha256(key);
  }

  private static String sha256(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
