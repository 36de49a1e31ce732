package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.limit.LimitKey;
import org.jspecify.annotations.Nullable;

/**
 * An execution of a state machine with concurrency limits: it waits for a permit before it begins.
 *
 * @param keyPath where in its input the key is by which it shares a limit; null = nowhere
 * @param key that is known without looking; null = none
 */
public record Limited(@Nullable String keyPath, @Nullable String key) {

  public Limited(@Nullable String keyPath) {
    this(keyPath, null);
  }

  /** As it was queued once. */
  public static Limited by(@Nullable String key) {
    return new Limited(null, key);
  }

  @Nullable String keyOf(JsonNode input) {
    return keyPath == null ? key : LimitKey.of(keyPath, input);
  }
}
