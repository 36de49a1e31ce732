package dev.pawl.engine.expression;

import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A regular expression as JSONata has it: a function from a text to its next match. */
final class JsonataRegex extends JFunction {
  private final Pattern pattern;
  private final long price;

  /**
   * @param price of each look at the text
   */
  JsonataRegex(Pattern pattern, long price) {
    super((input, arguments) -> null, "<s-:o>");
    this.pattern = pattern;
    this.price = price;
  }

  Matcher matcher(String text) {
    return pattern.matcher(JsonataEvaluation.current().budget().metered(text, price));
  }

  @Override
  @SuppressWarnings("rawtypes") // the library's signature
  public @Nullable Object call(@Nullable Object input, List arguments) {
    return !arguments.isEmpty() && arguments.getFirst() instanceof String text
        ? next(matcher(text))
        : null;
  }

  private static @Nullable Map<String, Object> next(Matcher matcher) {
    if (!matcher.find()) {
      return null;
    }
    var match = new LinkedHashMap<String, Object>();
    match.put("match", matcher.group());
    match.put("start", matcher.start());
    match.put("end", matcher.end());
    match.put("groups", groups(matcher));
    match.put("next", new JFunction((input, arguments) -> next(matcher), "<:o>"));
    return match;
  }

  static List<Object> groups(Matcher matcher) {
    var groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      var group = matcher.group(i);
      groups.add(group == null ? "" : group);
    }
    return groups;
  }
}
