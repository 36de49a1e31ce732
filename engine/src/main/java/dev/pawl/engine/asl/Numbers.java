package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import java.math.BigDecimal;
import java.util.Optional;

/** Numbers that definitions refer to; AWS takes numeric strings for numbers there. */
final class Numbers {

  /** Limit of every field in seconds. AWS developer guide, "Task state fields". */
  static final long SECONDS_MAX = 99_999_999;

  private static final int DIGITS_MAX = 40;

  private Numbers() {}

  /** A whole number, or a string that holds one. */
  static Optional<Long> integer(JsonNode value) {
    return decimal(value).flatMap(Numbers::exactLong);
  }

  /** A number, or a string that holds one. */
  static Optional<BigDecimal> decimal(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.decimalValue());
    }
    return value.isTextual() ? parse(value.textValue()) : Optional.empty();
  }

  /** A value inside an error text: strings without quotes, anything else as JSON. */
  static String shown(JsonNode value) {
    return value.isTextual() ? value.textValue() : Json.write(value);
  }

  private static Optional<BigDecimal> parse(String text) {
    if (text.length() > DIGITS_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Long> exactLong(BigDecimal number) {
    // Numbers like 1E+999999999 would be written out digit by digit.
    if (Math.abs((long) number.scale()) > DIGITS_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(number.longValueExact());
    } catch (ArithmeticException notALong) {
      return Optional.empty();
    }
  }
}
