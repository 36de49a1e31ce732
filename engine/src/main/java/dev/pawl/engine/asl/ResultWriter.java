package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a distributed Map writes its results, and in which form. AWS, "ResultWriter".
 *
 * @param resource empty when the results are formatted only, and stay the state's output
 */
public record ResultWriter(
    Optional<String> resource, Optional<Arguments> arguments, WriterConfig config) {

  private static final Pattern RESOURCE = Pattern.compile("arn:[a-z0-9-]+:states:::s3:putObject");

  /** The form of the results; what is absent is empty. */
  public record WriterConfig(Optional<String> transformation, Optional<String> outputType) {

    /** Nothing is said. */
    public static final WriterConfig DEFAULT = new WriterConfig(Optional.empty(), Optional.empty());
  }

  static ResultWriter read(Fields fields) {
    if (!fields.has("WriterConfig")) {
      fields.required("Resource");
    }
    var resource = fields.text("Resource");
    if (resource.isPresent() && !RESOURCE.matcher(resource.get()).matches()) {
      fields.schemaError(
          "The field 'Resource' does not match any of the allowed values", fields.at("Resource"));
    }
    var writer =
        new ResultWriter(
            resource,
            Arguments.read(fields),
            fields
                .object("WriterConfig")
                .map(ResultWriter::readConfig)
                .orElse(WriterConfig.DEFAULT));
    fields.close();
    return writer;
  }

  public Payload arguments(Sight sight, Payload effectiveInput) {
    return arguments
        .map(given -> given.evaluate(sight, effectiveInput))
        .orElse(DataFlow.EMPTY_OBJECT);
  }

  private static WriterConfig readConfig(Fields fields) {
    var config =
        new WriterConfig(
            fields.oneOf("Transformation", List.of("NONE", "COMPACT", "FLATTEN")),
            fields.oneOf("OutputType", List.of("JSON", "JSONL")));
    fields.close();
    return config;
  }
}
