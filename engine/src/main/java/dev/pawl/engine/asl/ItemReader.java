package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a distributed Map reads its items from. AWS developer guide, "ItemReader". */
public record ItemReader(
    String resource, Optional<Arguments> arguments, ReaderConfig config, boolean listsObjects) {

  private static final Pattern RESOURCE =
      Pattern.compile("arn:[a-z0-9-]+:states:::s3:(getObject|listObjectsV2)");
  private static final List<String> INPUT_TYPES =
      List.of("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST");
  private static final List<String> DELIMITERS =
      List.of("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB");

  /** More items than these are cut off. */
  public static final long MAX_ITEMS_MAX = 100_000_000;

  /** How the data are to be read; what is absent is empty. */
  public record ReaderConfig(
      Optional<String> inputType,
      Optional<String> manifestType,
      Optional<String> transformation,
      Optional<String> csvDelimiter,
      Optional<String> csvHeaderLocation,
      List<String> csvHeaders,
      Optional<String> itemsPointer,
      Optional<NumberField> maxItems) {

    static final ReaderConfig DEFAULT =
        new ReaderConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public ReaderConfig {
      csvHeaders = List.copyOf(csvHeaders);
    }
  }

  static ItemReader read(Fields fields) {
    fields.required("Resource");
    var resource = fields.text("Resource").orElse("");
    if (fields.has("Resource") && !RESOURCE.matcher(resource).matches()) {
      fields.schemaError(
          "The field 'Resource' does not match any of the allowed values", fields.at("Resource"));
    }
    var reader =
        new ItemReader(
            resource,
            Arguments.read(fields),
            fields.object("ReaderConfig").map(ItemReader::readConfig).orElse(ReaderConfig.DEFAULT),
            resource.endsWith("listObjectsV2"));
    fields.close();
    return reader;
  }

  public Payload arguments(Sight sight, Payload effectiveInput) {
    return arguments
        .map(given -> given.evaluate(sight, effectiveInput))
        .orElse(DataFlow.EMPTY_OBJECT);
  }

  /** How many items to read at most; {@link #MAX_ITEMS_MAX} when there is no limit, or 0 is it. */
  public long maxItems(Sight sight, Payload effectiveInput) {
    if (config.maxItems().isEmpty()) {
      return MAX_ITEMS_MAX;
    }
    var limit = config.maxItems().get().integer(sight, effectiveInput.node());
    if (limit < 0) {
      throw NumberField.outOfRange(config.maxItems().get(), "field MaxItems must be positive");
    }
    return limit == 0 ? MAX_ITEMS_MAX : Math.min(limit, MAX_ITEMS_MAX);
  }

  private static ReaderConfig readConfig(Fields fields) {
    var inputType = fields.oneOf("InputType", INPUT_TYPES);
    var headers = inputType.filter("CSV"::equals).flatMap(csv -> readHeaderLocation(fields));
    var config =
        new ReaderConfig(
            inputType,
            fields.oneOf("ManifestType", List.of("ATHENA_DATA", "S3_INVENTORY")),
            fields.oneOf("Transformation", List.of("NONE", "LOAD_AND_FLATTEN")),
            readsCsv(inputType) ? fields.oneOf("CSVDelimiter", DELIMITERS) : Optional.empty(),
            headers,
            readsCsv(inputType) ? readHeaders(fields, headers) : List.of(),
            fields.text("ItemsPointer"),
            NumberField.read(
                fields, "MaxItems", new NumberField.Range.Integers(0, Long.MAX_VALUE)));
    fields.close();
    return config;
  }

  private static boolean readsCsv(Optional<String> inputType) {
    return inputType.filter("CSV"::equals).isPresent();
  }

  private static Optional<String> readHeaderLocation(Fields fields) {
    if (!fields.has("CSVHeaderLocation") && !fields.has("ManifestType")) {
      fields.schemaError("The field 'CSVHeaderLocation' is required", fields.location());
    }
    return fields.oneOf("CSVHeaderLocation", List.of("FIRST_ROW", "GIVEN"));
  }

  private static List<String> readHeaders(Fields fields, Optional<String> headerLocation) {
    if (headerLocation.filter("GIVEN"::equals).isPresent()) {
      fields.required("CSVHeaders");
    }
    return fields.texts("CSVHeaders", false);
  }
}
