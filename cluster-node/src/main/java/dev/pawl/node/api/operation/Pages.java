package dev.pawl.node.api.operation;

import dev.pawl.protocol.awsjson.Input;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Page sizes and page tokens of Step Functions. A token is the catalog's own, which knows what it
 * was given for, and the time when it was given: it is good for a day.
 */
public final class Pages {

  /** API reference, ListExecutions: maxResults is 100 by default, and 0 means the default. */
  private static final int SIZE = 100;

  /** API reference: "Each pagination token expires after 24 hours." */
  private static final Duration TOKEN_AGE_MAX = Duration.ofHours(24);

  private static final char SEPARATOR = '.';
  private static final int RADIX = 36;

  private final InstantSource clock;

  public Pages(InstantSource clock) {
    this.clock = clock;
  }

  public static int size(Input input) {
    var size = input.findInt("maxResults").orElse(0);
    return size == 0 ? SIZE : size;
  }

  /** The token as callers see it; null, if there is no next page, stays null. */
  public @Nullable String sealed(@Nullable String token) {
    return token == null
        ? null
        : Long.toString(clock.instant().getEpochSecond(), RADIX) + SEPARATOR + token;
  }

  /** The catalog's token out of a request; null, the first page, stays null. */
  public @Nullable String opened(Input input) {
    var text = input.textOrNull("nextToken");
    if (text == null) {
      return null;
    }
    int separator = text.indexOf(SEPARATOR);
    if (separator < 0 || isOld(text.substring(0, separator))) {
      throw StepFunctionsErrors.invalidToken();
    }
    return text.substring(separator + 1);
  }

  private boolean isOld(String seconds) {
    try {
      var given = Instant.ofEpochSecond(Long.parseLong(seconds, RADIX));
      return given.plus(TOKEN_AGE_MAX).isBefore(clock.instant());
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw StepFunctionsErrors.invalidToken();
    }
  }
}
