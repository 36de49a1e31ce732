package dev.pawl.engine.limit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * How many permits of a state machine are taken. Immutable.
 *
 * @param all with a key or without
 * @param byKey those with a key
 */
public record TakenPermits(int all, PMap<String, Integer> byKey) {

  public static final TakenPermits NONE = new TakenPermits(0, HashTreePMap.empty());

  public static TakenPermits of(int all, Map<String, Integer> byKey) {
    return new TakenPermits(all, HashTreePMap.from(byKey));
  }

  public int of(String key) {
    return byKey.getOrDefault(key, 0);
  }

  /** With one more. */
  public TakenPermits and(@Nullable String key) {
    return new TakenPermits(all + 1, key == null ? byKey : byKey.plus(key, of(key) + 1));
  }
}
