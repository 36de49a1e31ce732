package dev.pawl.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyLimitsTest {

  private static List<Waiting> queue(@Nullable String... keys) {
    var queue = new ArrayList<Waiting>();
    for (var key : keys) {
      queue.add(new Waiting("e" + queue.size(), 0, key, queue.size()));
    }
    return queue;
  }

  private static List<String> names(List<Waiting> going) {
    return going.stream().map(Waiting::executionArn).toList();
  }

  private static ConcurrencyLimits limits(@Nullable Integer all, @Nullable Integer perKey) {
    return new ConcurrencyLimits(all, perKey, perKey == null ? null : "$.key", 100);
  }

  @Test
  void asManyGoAsThereArePermitsAndTheFirstGoFirst() {
    var taken = TakenPermits.of(3, Map.of());

    assertThat(names(limits(5, null).next(taken, queue(null, null, null))))
        .containsExactly("e0", "e1");
  }

  @Test
  void whoeverWaitsForAKeyDoesNotHoldUpTheOthers() {
    var taken = TakenPermits.of(1, Map.of("a", 1));

    assertThat(names(limits(null, 1).next(taken, queue("a", "b", "a", "b", null))))
        .containsExactly("e1", "e4");
  }

  @Test
  void bothLimitsHold() {
    assertThat(names(limits(2, 1).next(TakenPermits.NONE, queue("a", "a", "b", "c"))))
        .containsExactly("e0", "e2");
  }

  @Test
  void nobodyGoesWhereALimitWasLoweredBelowWhatRuns() {
    assertThat(limits(2, null).next(TakenPermits.of(7, Map.of()), queue("a"))).isEmpty();
  }

  @Test
  void withoutLimitsEverybodyGoes() {
    assertThat(ConcurrencyLimits.NONE.next(TakenPermits.of(9, Map.of("a", 9)), queue("a", null)))
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$", "$.a[*]", "$..a", "a", "$$.Execution.Id", "$.a["})
  void aKeyPathThatIsNoReferencePathIntoTheInputIsAProblem(String keyPath) {
    assertThat(new ConcurrencyLimits(1, 1, keyPath, 1).problem()).isPresent();
  }

  @Test
  void aLimitPerKeyNeedsItsPathAndSomethingMustBeLimited() {
    assertThat(new ConcurrencyLimits(1, 1, null, 1).problem()).isPresent();
    assertThat(new ConcurrencyLimits(1, null, "$.a", 1).problem()).isPresent();
    assertThat(new ConcurrencyLimits(null, null, null, 1).problem()).isPresent();
    assertThat(new ConcurrencyLimits(null, 1, "$.a.b[0]", 1).problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "{\"a\":\"x\"} | x",
        "{\"a\":7} | 7",
        "{\"a\":true} | true",
        "{\"a\":{\"b\":[1]}} | {\"b\":[1]}",
        "{\"a\":null} | none",
        "{\"b\":1} | none",
        "[1] | none",
        "\"text\" | none"
      })
  void theKeyIsTheTextOrTheJsonAtThePath(String input, @Nullable String key)
      throws JsonTextException {
    assertThat(LimitKey.of("$.a", Json.parse(input))).isEqualTo(key);
  }

  @Test
  void aLongKeyIsKeptAsItsDigest() throws JsonTextException {
    var one = LimitKey.of("$.a", Json.parse("{\"a\":\"" + "x".repeat(300) + "\"}"));
    var other = LimitKey.of("$.a", Json.parse("{\"a\":\"" + "x".repeat(299) + "y\"}"));

    assertThat(one).startsWith("sha256:").hasSizeLessThanOrEqualTo(LimitKey.CHARS_MAX);
    assertThat(other).isNotEqualTo(one);
  }
}
