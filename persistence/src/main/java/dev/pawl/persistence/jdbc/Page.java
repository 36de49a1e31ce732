package dev.pawl.persistence.jdbc;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextToken where the next part begins; null = this is the last
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {

  public Page {
    items = List.copyOf(items);
  }

  /** The first {@code max} of items that were asked for with one more than that. */
  public static <T> Page<T> of(List<T> oneMore, int max, Function<T, String> tokenAfter) {
    if (oneMore.size() <= max) {
      return new Page<>(oneMore, null);
    }
    var items = oneMore.subList(0, max);
    return new Page<>(items, tokenAfter.apply(items.getLast()));
  }
}
