package dev.pawl.engine.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSONata's functions that take a picture of a number or of a time, bounded: the library makes
 * texts as wide as a picture says, and a regular expression of one that it is to read by.
 */
public final class JsonataPictures {
  private static final int PICTURE_CHARS_MAX = 1_000;
  private static final int NUMBER_CHARS_MAX = 10_000;
  private static final int TIME_CHARS_MAX = 1_000;
  private static final long WAYS_MAX = 1_000_000;

  private static final Pattern DIGIT = Pattern.compile("[0-9#]");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  // [Y,5000]: a width of more than three digits.
  private static final Pattern WIDE = Pattern.compile("\\[[^\\[\\]]*,[^,\\]]*\\p{Nd}{4,}[^\\]]*]");
  private static final Pattern MARKER = Pattern.compile("\\[(.[^\\[\\]]*)]");
  private static final Pattern LETTERS_AND_DIGITS = Pattern.compile("[A-Za-z0-9]++");

  // The parts of a time from the largest on, each with all that say it.
  private static final Map<String, ChronoField> NOW = new LinkedHashMap<>();

  static {
    NOW.put("YX", ChronoField.YEAR);
    NOW.put("MxdWw", ChronoField.MONTH_OF_YEAR);
    NOW.put("DF", ChronoField.DAY_OF_MONTH);
    NOW.put("Hh", ChronoField.HOUR_OF_DAY);
    NOW.put("m", ChronoField.MINUTE_OF_HOUR);
    NOW.put("s", ChronoField.SECOND_OF_MINUTE);
  }

  private JsonataPictures() {}

  public static @Nullable String formatNumber(
      @Nullable Number value, @Nullable String picture, @Nullable Map<?, ?> options) {
    if (value != null && picture != null && options == null && !DIGIT.matcher(picture).find()) {
      throw new JException("D3085", -1);
    }
    return Functions.formatNumber(value, checked(picture), options);
  }

  public static @Nullable String formatInteger(@Nullable Number value, @Nullable String picture) {
    return Functions.formatInteger(value, checked(picture));
  }

  public static @Nullable Number parseInteger(@Nullable String text, @Nullable String picture)
      throws ParseException {
    if (text != null && text.length() > NUMBER_CHARS_MAX) {
      throw JsonataFunctions.failure("The number is too long to be parsed.");
    }
    return Functions.parseInteger(text, checked(picture));
  }

  public static @Nullable String now(@Nullable String picture, @Nullable String timezone) {
    var now = JsonataEvaluation.current().chance().now().toEpochMilli();
    return Functions.dateTimeFromMillis(now, ofTime(picture), timezone);
  }

  public static @Nullable String fromMillis(
      @Nullable Number millis, @Nullable String picture, @Nullable String timezone) {
    return Functions.dateTimeFromMillis(millis, ofTime(picture), timezone);
  }

  public static @Nullable Number toMillis(@Nullable String timestamp, @Nullable String picture)
      throws ParseException {
    if (timestamp == null || timestamp.length() > TIME_CHARS_MAX) {
      return null; // so long a text is no time, whatever the picture
    }
    if (picture != null) {
      ofTime(picture);
      if (ways(timestamp, picture) > WAYS_MAX) {
        throw JsonataFunctions.failure("The picture is too ambiguous for this text.");
      }
      return asOf(JsonataEvaluation.current().chance().now(), timestamp, picture);
    }
    try {
      return Functions.dateTimeToMillis(timestamp, null);
    } catch (DateTimeException | ParseException e) {
      throw new JException("D3110", -1, timestamp);
    }
  }

  /**
   * What a picture leaves out before its first part, such as the date, is that of today: the
   * library would ask a clock of its own, and so the text is completed before.
   */
  private static @Nullable Number asOf(Instant now, String timestamp, String picture)
      throws ParseException {
    var parts = MARKER.matcher(picture).results().map(marker -> marker.group(1).charAt(0)).toList();
    var text = new StringBuilder();
    var whole = new StringBuilder();
    for (var missing : NOW.entrySet()) {
      if (parts.stream().anyMatch(part -> missing.getKey().indexOf(part) >= 0)) {
        break;
      }
      whole.append('[').append(missing.getKey().charAt(0)).append("]|");
      text.append(now.atOffset(ZoneOffset.UTC).get(missing.getValue())).append('|');
    }
    return parts.isEmpty()
        ? Functions.dateTimeToMillis(timestamp, picture)
        : Functions.dateTimeToMillis(text + timestamp, whole + picture);
  }

  private static @Nullable String checked(@Nullable String picture) {
    if (picture != null && picture.length() > PICTURE_CHARS_MAX) {
      throw JsonataFunctions.failure(
          "The picture must not be longer than " + PICTURE_CHARS_MAX + " characters.");
    }
    return picture;
  }

  private static @Nullable String ofTime(@Nullable String picture) {
    if (picture != null && WIDE.matcher(BLANKS.matcher(picture).replaceAll("")).find()) {
      throw JsonataFunctions.failure("A width in the picture is too large.");
    }
    return checked(picture);
  }

  /**
   * In how many ways a text may be cut into what the markers of a picture stand for, at most. A
   * marker stands for letters or digits, so that markers between which something else stands cannot
   * exchange any; only numbers in words go over blanks.
   */
  static long ways(String text, String picture) {
    long longest =
        LETTERS_AND_DIGITS
            .matcher(text)
            .results()
            .mapToLong(run -> run.end() - run.start())
            .max()
            .orElse(0);
    var markers = MARKER.matcher(picture);
    boolean inWords = false;
    long beside = 0;
    long ways = 1;
    int end = 0;
    while (markers.find() && ways <= WAYS_MAX) {
      var literal = picture.substring(end, markers.start());
      inWords |= markers.group(1).substring(1).toLowerCase(Locale.ROOT).contains("w");
      if (!inWords && !literal.isEmpty() && !LETTERS_AND_DIGITS.matcher(literal).matches()) {
        beside = 0;
      }
      // One marker more beside k others: C(n, k) = C(n, k - 1) * (n - k + 1) / k.
      long places = (inWords ? text.length() : longest) - beside + 1;
      ways = beside == 0 ? ways : Math.max(ways, ways * places / beside);
      beside++;
      end = markers.end();
    }
    return ways;
  }
}
