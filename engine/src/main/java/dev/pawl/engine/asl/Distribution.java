package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The fields that mean something in a distributed Map only. AWS developer guide, "Distributed
 * mode".
 *
 * <p>On an inline Map they are checked in the same way, and then have no effect.
 */
public record Distribution(
    MachineType executionType,
    Optional<String> label,
    Optional<ItemReader> itemReader,
    Optional<ItemBatcher> itemBatcher,
    Optional<ResultWriter> resultWriter,
    Optional<NumberField> toleratedFailureCount,
    Optional<NumberField> toleratedFailurePercentage) {

  private static final int LABEL_LENGTH_MAX = 40;
  private static final Pattern ILLEGAL_IN_LABEL =
      Pattern.compile("[\\s?*<>{}\\[\\]:;,\\\\|^~$#%&`\"\\p{Cntrl}\\p{Cs}]");
  private static final double PERCENT_MAX = 100;
  private static final NumberField.Range COUNT =
      new NumberField.Range.Integers(0, Integer.MAX_VALUE);
  private static final NumberField.Range PERCENTAGE =
      new NumberField.Range.Decimals(0, PERCENT_MAX);

  static Distribution read(Fields fields, ItemProcessor processor) {
    return new Distribution(
        processor.executionType(),
        readLabel(fields),
        fields.object("ItemReader").map(ItemReader::read),
        fields.object("ItemBatcher").map(ItemBatcher::read),
        fields.object("ResultWriter").map(ResultWriter::read),
        NumberField.read(fields, "ToleratedFailureCount", COUNT),
        NumberField.read(fields, "ToleratedFailurePercentage", PERCENTAGE));
  }

  Tolerance tolerance(Sight sight, Payload input) {
    return new Tolerance(count(sight, input), percentage(sight, input));
  }

  private OptionalLong count(Sight sight, Payload input) {
    if (toleratedFailureCount.isEmpty()) {
      return OptionalLong.empty();
    }
    var count = toleratedFailureCount.get().integer(sight, input.node());
    if (count < 0) {
      throw NumberField.outOfRange(
          toleratedFailureCount.get(), "ToleratedFailureCount cannot be negative.");
    }
    return OptionalLong.of(count);
  }

  private OptionalDouble percentage(Sight sight, Payload input) {
    if (toleratedFailurePercentage.isEmpty()) {
      return OptionalDouble.empty();
    }
    var percentage = toleratedFailurePercentage.get().decimal(sight, input.node());
    if (!(percentage >= 0 && percentage <= PERCENT_MAX)) {
      throw NumberField.outOfRange(
          toleratedFailurePercentage.get(),
          "ToleratedFailurePercentage must be between 0 and 100.");
    }
    return OptionalDouble.of(percentage);
  }

  private static Optional<String> readLabel(Fields fields) {
    var label = fields.text("Label");
    label.ifPresent(text -> checkLabel(fields, text));
    return label;
  }

  private static void checkLabel(Fields fields, String label) {
    var where = fields.at("Label");
    if (label.codePointCount(0, label.length()) > LABEL_LENGTH_MAX) {
      fields.error(
          Diagnostic.INVALID_LABEL_NAME,
          "Label name '%s' exceeds the %d-character limit allowed by the service"
              .formatted(label, LABEL_LENGTH_MAX),
          where);
    }
    if (label.isEmpty() || ILLEGAL_IN_LABEL.matcher(label).find()) {
      fields.error(
          Diagnostic.INVALID_LABEL_NAME,
          "Label name '" + label + "' contains invalid characters",
          where);
    }
    if (!fields.reading.claimLabel(label)) {
      fields.error(Diagnostic.DUPLICATE_LABEL_NAME, "Duplicate Label name: " + label, where);
    }
  }
}
