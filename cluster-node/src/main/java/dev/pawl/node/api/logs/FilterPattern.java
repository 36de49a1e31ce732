package dev.pawl.node.api.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What to look for in a log: words and "quoted phrases" that a record must have, {@code -word} that
 * it must not have, {@code ?word} of which it must have one. User guide, "Filter pattern syntax",
 * unstructured log events. Patterns over JSON and columns are refused.
 */
record FilterPattern(List<String> all, List<String> none, List<String> any)
    implements Predicate<String> {

  private static final Pattern TERM =
      Pattern.compile("([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+))");

  static FilterPattern parse(String text) {
    var stripped = text.strip();
    if (stripped.startsWith("{") || stripped.startsWith("[") || stripped.startsWith("%")) {
      throw LogErrors.invalidParameter(
          "Pawl offers filter patterns of words and phrases only; found: " + stripped);
    }
    var all = new ArrayList<String>();
    var none = new ArrayList<String>();
    var any = new ArrayList<String>();
    var matcher = TERM.matcher(stripped);
    while (matcher.find()) {
      var term =
          matcher.group(2) == null
              ? matcher.group(3)
              : matcher.group(2).replaceAll("\\\\(.)", "$1");
      switch (matcher.group(1)) {
        case "-" -> none.add(term);
        case "?" -> any.add(term);
        default -> all.add(term);
      }
    }
    return new FilterPattern(all, none, any);
  }

  @Override
  public boolean test(String message) {
    return all.stream().allMatch(message::contains)
        && none.stream().noneMatch(message::contains)
        && (any.isEmpty() || any.stream().anyMatch(message::contains));
  }
}
