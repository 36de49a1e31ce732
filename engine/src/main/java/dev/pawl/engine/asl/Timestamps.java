package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Points in time as the States Language writes them: RFC 3339 with an upper-case T and a zone. */
final class Timestamps {

  private static final Pattern RFC3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

  private Timestamps() {}

  static Optional<Instant> parse(String text) {
    if (!RFC3339.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  static Optional<Instant> of(JsonNode value) {
    return value.isTextual() ? parse(value.textValue()) : Optional.empty();
  }
}
