package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.Sight;
import dev.pawl.engine.json.Payload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a distributed Map state asks of its Map Run: the fields that are evaluated once, with the
 * variables and the context of the state. Kept with the event that starts the Map Run, which reads
 * it there.
 *
 * @param state the name of the Map state
 * @param enteredId the event with which the state was entered
 * @param input what an ItemSelector is evaluated against; null without one, like the two after it
 * @param maxConcurrency 0 is no limit of the definition's
 * @param toleratedFailureCount absent means that it was not given
 * @param readerArguments null without an ItemReader; then the items are in MapStateStarted
 * @param maxItems how many items are read at most
 * @param maxItemsPerBatch 0 without that limit
 * @param writerArguments null when the results are not written anywhere
 */
public record MapRunPlan(
    String state,
    long enteredId,
    @Nullable Payload input,
    @Nullable JsonNode context,
    Map<String, JsonNode> variables,
    int maxConcurrency,
    OptionalLong toleratedFailureCount,
    @Nullable Double toleratedFailurePercentage,
    @Nullable Payload readerArguments,
    long maxItems,
    @Nullable Payload batchInput,
    long maxItemsPerBatch,
    long maxInputBytesPerBatch,
    @Nullable Payload writerArguments) {

  public MapRunPlan {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /** What must hold before the Map Run exists. */
  record Limits(
      int maxConcurrency, OptionalLong toleratedFailureCount, OptionalDouble toleratedPercentage) {

    static Limits of(MapState state, Sight sight) {
      var tolerance = state.tolerance(sight);
      return new Limits(
          state.maxConcurrency(sight), tolerance.failureCount(), tolerance.failurePercentage());
    }
  }

  static MapRunPlan of(MapState state, long enteredId, Sight sight, Limits limits) {
    var effective = state.effectiveInput(sight);
    var selects = state.selectsItems();
    var reader = state.distribution().itemReader();
    var batcher = state.distribution().itemBatcher();
    var writer = state.distribution().resultWriter().filter(w -> w.resource().isPresent());
    return new MapRunPlan(
        state.name(),
        enteredId,
        selects ? sight.input() : null,
        selects ? sight.environment().context() : null,
        selects ? sight.environment().variables() : Map.of(),
        limits.maxConcurrency(),
        limits.toleratedFailureCount(),
        limits.toleratedPercentage().isPresent()
            ? limits.toleratedPercentage().getAsDouble()
            : null,
        reader.map(r -> r.arguments(sight, effective)).orElse(null),
        reader.map(r -> r.maxItems(sight, effective)).orElse(Long.MAX_VALUE),
        batcher.flatMap(b -> b.batchInput(sight, effective)).orElse(null),
        batcher.map(b -> b.maxItemsPerBatch(sight, effective).orElse(0)).orElse(0L),
        batcher.map(b -> b.maxInputBytesPerBatch(sight, effective)).orElse(0L),
        writer.map(w -> w.arguments(sight, effective)).orElse(null));
  }

  /** The tolerated percentage of failed items, where it was given. */
  public OptionalDouble toleratedPercentage() {
    return toleratedFailurePercentage == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(toleratedFailurePercentage);
  }
}
