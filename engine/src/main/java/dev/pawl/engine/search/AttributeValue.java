package dev.pawl.engine.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The value of an indexed attribute as it is stored: a text that sorts as the values do. Its first
 * letter tells the type, so that values of different types never compare.
 *
 * @param encoded {@code s:} and the text, {@code n:} and sixteen hexadecimal digits, {@code b:} and
 *     true or false, {@code t:} and the time to the microsecond
 * @param truncated whether a text was longer than {@value #TEXT_CHARS_MAX} characters
 */
public record AttributeValue(String encoded, boolean truncated) {

  /** Characters of a text; what is longer is cut, and says so. */
  public static final int TEXT_CHARS_MAX = 256;

  private static final int TAG_CHARS = 2;
  private static final char REPLACEMENT = '\uFFFD';
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Instant TIME_MIN = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** A text; what no database can hold in it (NUL, half a surrogate pair) is replaced. */
  public static AttributeValue text(String text) {
    var end = Math.min(text.length(), TEXT_CHARS_MAX);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return new AttributeValue("s:" + storable(text.substring(0, end)), end < text.length());
  }

  /** The text with nothing in it that PostgreSQL refuses. */
  static String storable(String text) {
    var storable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }

  /** A number as a double; empty if it is too large for one. */
  public static Optional<AttributeValue> number(double number) {
    if (!Double.isFinite(number)) {
      return Optional.empty();
    }
    var bits = Double.doubleToLongBits(number == 0 ? 0.0 : number);
    var sortable = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    return Optional.of(new AttributeValue("n:%016x".formatted(sortable), false));
  }

  public static AttributeValue flag(boolean flag) {
    return new AttributeValue("b:" + flag, false);
  }

  /** A date, or a date and a time with its offset; empty if the text is neither. */
  public static Optional<AttributeValue> time(String text) {
    return instant(text).flatMap(AttributeValue::time);
  }

  static Optional<AttributeValue> time(Instant time) {
    return time.isBefore(TIME_MIN) || time.isAfter(TIME_MAX)
        ? Optional.empty()
        : Optional.of(new AttributeValue("t:" + TIME.format(time), false));
  }

  /** {@code 2026-11-30} (its begin in UTC) or {@code 2026-11-30T12:00:00+01:00}. */
  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          text.length() == "2026-11-30".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether it is a text, and so has a beginning. */
  public boolean isText() {
    return encoded.startsWith("s:");
  }

  /** Nothing of this type sorts before it. */
  public String lowest() {
    return encoded.substring(0, TAG_CHARS);
  }

  /** Everything of this type sorts before it. */
  public String beyond() {
    return encoded.charAt(0) + ";";
  }

  /** As JSON has it: a number, true or false, or text. */
  public JsonNode json() {
    var nodes = JsonNodeFactory.instance;
    var content = encoded.substring(TAG_CHARS);
    return switch (encoded.charAt(0)) {
      case 'n' -> {
        var number = decoded(content);
        yield number == Math.rint(number) && Math.abs(number) < 1L << 53
            ? nodes.numberNode((long) number)
            : nodes.numberNode(number);
      }
      case 'b' -> nodes.booleanNode(content.equals("true"));
      case 't' -> nodes.textNode(Instant.parse(content).toString());
      default -> nodes.textNode(content);
    };
  }

  private static double decoded(String hexadecimal) {
    var sortable = Long.parseUnsignedLong(hexadecimal, 16);
    return Double.longBitsToDouble(sortable < 0 ? sortable ^ Long.MIN_VALUE : ~sortable);
  }

  /** As a query has it. */
  String literal() {
    return encoded.charAt(0) == 't' ? json().textValue() : Json.write(json());
  }
}
