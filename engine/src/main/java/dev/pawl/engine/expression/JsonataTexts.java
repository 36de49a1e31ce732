package dev.pawl.engine.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSONata's functions that take a regular expression, bounded. */
public final class JsonataTexts {
  private JsonataTexts() {}

  private static Matcher matcher(Object pattern, String text) {
    return switch (pattern) {
      case JsonataRegex regex -> regex.matcher(text);
      case String literal -> Pattern.compile(literal, Pattern.LITERAL).matcher(text);
      default -> throw new JException("T1010", -1, null);
    };
  }

  private static boolean find(Matcher matcher) {
    JsonataEvaluation.current().budget().spend(1);
    if (!matcher.find()) {
      return false;
    }
    if (matcher.end() == matcher.start()) {
      throw new JException("D1004", -1, matcher.pattern().pattern());
    }
    return true;
  }

  public static @Nullable Boolean contains(@Nullable String text, @Nullable Object token) {
    if (text == null || token == null) {
      return null;
    }
    return token instanceof String part
        ? Texts.indexOf(text, part, 0) >= 0
        : find(matcher(token, text));
  }

  public static @Nullable String substringBefore(@Nullable String text, @Nullable String mark) {
    if (text == null || mark == null) {
      return text;
    }
    int at = Texts.indexOf(text, mark, 0);
    return at < 0 ? text : text.substring(0, at);
  }

  public static @Nullable String substringAfter(@Nullable String text, @Nullable String mark) {
    if (text == null || mark == null) {
      return text;
    }
    int at = Texts.indexOf(text, mark, 0);
    return at < 0 ? text : text.substring(at + mark.length());
  }

  public static @Nullable List<Object> match(
      @Nullable String text, @Nullable Object pattern, @Nullable Number limit) {
    if (text == null || pattern == null) {
      return null;
    }
    long most = limit(limit, "D3040");
    var matches = Utils.createSequence();
    var matcher = matcher(pattern, text);
    while (matches.size() < most && find(matcher)) {
      var match = new LinkedHashMap<String, Object>();
      match.put("match", matcher.group());
      match.put("index", matcher.start());
      match.put("groups", JsonataRegex.groups(matcher));
      matches.add(match);
    }
    return matches;
  }

  public static @Nullable List<Object> split(
      @Nullable String text, @Nullable Object separator, @Nullable Number limit) {
    if (text == null || separator == null) {
      return null;
    }
    long most = limit(limit, "D3020");
    var parts = new ArrayList<Object>();
    if (separator instanceof String s && s.isEmpty()) {
      if (Math.min(most, text.length()) > JsonataEvaluation.LIST_ELEMENTS_MAX) {
        throw JsonataEvaluation.tooMuchMemory();
      }
      text.codePoints().limit(most).forEach(c -> parts.add(Character.toString(c)));
      return parts;
    }
    var matcher = matcher(separator, text);
    int start = 0;
    while (parts.size() < most && find(matcher)) {
      parts.add(text.substring(start, matcher.start()));
      start = matcher.end();
    }
    if (parts.size() < most) {
      parts.add(text.substring(start));
    }
    return parts;
  }

  public static @Nullable String replace(
      @Nullable String text,
      @Nullable Object pattern,
      @Nullable Object replacement,
      @Nullable Number limit)
      throws Throwable {
    if (text == null || pattern == null || replacement == null) {
      return null;
    }
    if (pattern.equals("")) {
      throw new JException("D3010", -1, pattern);
    }
    long most = limit(limit, "D3011");
    var matcher = matcher(pattern, text);
    var replaced = new StringBuilder();
    int start = 0;
    for (long i = 0; i < most && find(matcher); i++) {
      int before = replaced.length();
      replaced.append(text, start, matcher.start());
      replaced.append(substitute(matcher, pattern, replacement));
      JsonataFunctions.bounded(replaced.length(), before);
      start = matcher.end();
    }
    return replaced.append(text, start, text.length()).toString();
  }

  private static String substitute(Matcher matcher, Object pattern, Object replacement)
      throws Throwable {
    if (replacement instanceof String template) {
      return pattern instanceof String ? template : filled(template, matcher);
    }
    var match = new LinkedHashMap<String, Object>();
    match.put("match", matcher.group());
    match.put("start", matcher.start());
    match.put("end", matcher.end());
    match.put("groups", JsonataRegex.groups(matcher));
    if (Functions.funcApply(replacement, List.<Map<String, Object>>of(match)) instanceof String s) {
      return s;
    }
    throw new JException("D3012", -1, null);
  }

  /**
   * {@code $0} is the match, {@code $1} a group, {@code $$} a dollar sign; as in JSONata's manual.
   */
  private static String filled(String template, Matcher matcher) {
    var text = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '$' || i + 1 == template.length()) {
        text.append(c);
      } else if (template.charAt(i + 1) == '$') {
        text.append('$');
        i++;
      } else {
        i += group(template, i + 1, matcher, text);
      }
    }
    return text.toString();
  }

  /** Appends the group named by the digits at {@code at}; returns how many digits that took. */
  private static int group(String template, int at, Matcher matcher, StringBuilder text) {
    int digits = 0;
    int number = 0;
    while (at + digits < template.length() && Character.isDigit(template.charAt(at + digits))) {
      int next = number * 10 + Character.digit(template.charAt(at + digits), 10);
      // As many digits as make the number of a group; the rest is text.
      if (digits > 0 && next > matcher.groupCount()) {
        break;
      }
      number = next;
      digits++;
    }
    if (digits == 0) {
      text.append('$');
    } else if (number <= matcher.groupCount() && matcher.group(number) instanceof String group) {
      text.append(group);
    }
    return digits;
  }

  private static long limit(@Nullable Number limit, String code) {
    if (limit == null) {
      return Long.MAX_VALUE;
    }
    if (limit.doubleValue() < 0) {
      throw new JException(code, -1, limit);
    }
    return (long) Math.floor(limit.doubleValue());
  }
}
