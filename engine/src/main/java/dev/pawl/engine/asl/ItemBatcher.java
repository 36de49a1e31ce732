package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How items of a distributed Map are put together for a child. AWS, "ItemBatcher". */
public record ItemBatcher(
    Optional<Arguments> batchInput,
    Optional<NumberField> maxItemsPerBatch,
    Optional<NumberField> maxInputBytesPerBatch) {

  /** The payload limit of Step Functions in bytes. AWS, "Service quotas". */
  public static final long INPUT_BYTES_MAX = 262_144;

  private static final List<String> LIMITS =
      List.of(
          "MaxItemsPerBatch",
          "MaxItemsPerBatchPath",
          "MaxInputBytesPerBatch",
          "MaxInputBytesPerBatchPath");

  static ItemBatcher read(Fields fields) {
    if (LIMITS.stream().noneMatch(fields::has)) {
      fields.schemaError(
          "This object should have at least one of the following fields: " + LIMITS,
          fields.location());
    }
    var batcher =
        new ItemBatcher(
            Arguments.readField(fields, "BatchInput", "BatchInput"),
            NumberField.read(
                fields,
                "MaxItemsPerBatch",
                new NumberField.Range.Integers(1, ItemReader.MAX_ITEMS_MAX)),
            NumberField.read(
                fields,
                "MaxInputBytesPerBatch",
                new NumberField.Range.Integers(1, INPUT_BYTES_MAX)));
    fields.close();
    return batcher;
  }

  /** What every child gets besides its items. */
  public Optional<Payload> batchInput(Sight sight, Payload effectiveInput) {
    return batchInput.map(given -> given.evaluate(sight, effectiveInput));
  }

  /** Empty when only the size in bytes limits a batch. */
  public OptionalLong maxItemsPerBatch(Sight sight, Payload effectiveInput) {
    return positive(maxItemsPerBatch, "MaxItemsPerBatch", sight, effectiveInput);
  }

  public long maxInputBytesPerBatch(Sight sight, Payload effectiveInput) {
    var limit = positive(maxInputBytesPerBatch, "MaxInputBytesPerBatch", sight, effectiveInput);
    return Math.min(limit.orElse(INPUT_BYTES_MAX), INPUT_BYTES_MAX);
  }

  private static OptionalLong positive(
      Optional<NumberField> field, String name, Sight sight, Payload input) {
    if (field.isEmpty()) {
      return OptionalLong.empty();
    }
    var limit = field.get().integer(sight, input.node());
    if (limit < 1) {
      throw NumberField.outOfRange(field.get(), "field " + name + " must be positive");
    }
    return OptionalLong.of(limit);
  }
}
