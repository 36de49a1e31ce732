package dev.pawl.node.function;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a function is named. API reference, Invoke, {@code FunctionName}: {@code F}, {@code
 * F:QUALIFIER}, {@code ACCOUNT:function:F}, or an ARN, each with or without a qualifier.
 *
 * @param region null if it is not said
 * @param account null if it is not said
 * @param qualifier a version or an alias, null if it is not said
 */
public record FunctionName(
    @Nullable String region, @Nullable String account, String name, @Nullable String qualifier) {

  private static final Pattern PATTERN =
      Pattern.compile(
          "(?:arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):)?(?:(?<account>\\d{12}):)?(?:function:)?"
              + "(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>[a-zA-Z0-9-_$.]+))?");

  /** Empty if it is none of these forms. */
  public static Optional<FunctionName> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new FunctionName(
                matcher.group("region"),
                matcher.group("account"),
                matcher.group("name"),
                matcher.group("qualifier")))
        : Optional.empty();
  }
}
