package dev.pawl.node.function;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was accepted and has no result yet. Used under the pool's lock. */
final class InvocationsInFlight {
  private final Map<Key, Invocation> invocations = new LinkedHashMap<>();
  private final Map<String, Integer> concurrency = new HashMap<>();

  /** Two calls with the same request id are one invocation. */
  record Key(String arn, String requestId) {}

  @Nullable Invocation of(Key key) {
    return invocations.get(key);
  }

  /** How many the function has. */
  int concurrency(String arn) {
    return concurrency.getOrDefault(arn, 0);
  }

  void add(Key key, Invocation invocation) {
    invocations.put(key, invocation);
    concurrency.merge(key.arn(), 1, Integer::sum);
  }

  void remove(Key key) {
    invocations.remove(key);
    concurrency.computeIfPresent(key.arn(), (arn, n) -> n == 1 ? null : n - 1);
  }

  List<Invocation> all() {
    return List.copyOf(invocations.values());
  }
}
