package dev.pawl.node.cli.deploy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${Name}} as SAM's {@code DefinitionSubstitutions} do: by a parameter, or by the
 * ARN of the function of that name. {@code ${!Name}} stands for itself, without the exclamation
 * mark.
 */
final class Placeholders {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([A-Za-z0-9_-]+)}");

  private final Map<String, String> values;

  Placeholders(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  static boolean areIn(String text) {
    return PLACEHOLDER.matcher(text).find();
  }

  /** Replaces all of them inside JSON text, where a value must not end its string. */
  String replaceInJson(String json, Path file) throws DeploymentFailure {
    check(json, file);
    return PLACEHOLDER
        .matcher(json)
        .replaceAll(found -> Matcher.quoteReplacement(quoted(value(found))));
  }

  String replace(String text, Path file) throws DeploymentFailure {
    check(text, file);
    return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
  }

  /**
   * Fills all of them so that a definition can be checked before anything is sent: an unknown name
   * is a function's.
   */
  String replaceProvisionally(String json) {
    return PLACEHOLDER
        .matcher(json)
        .replaceAll(found -> {
          var arn = "arn:aws:lambda:us-east-1:000000000000:function:" + found.group(2);
          var text =
              found.group(1).isEmpty() ? values.getOrDefault(found.group(2), arn) : value(found);
          return Matcher.quoteReplacement(quoted(text));
        });
  }

  private void check(String text, Path file) throws DeploymentFailure {
    var matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).isEmpty() && !values.containsKey(matcher.group(2))) {
        throw new DeploymentFailure(
            "Expected %s in %s to name a function or a parameter (--set %s=VALUE), but it is neither."
                .formatted(matcher.group(), file, matcher.group(2)));
      }
    }
  }

  private String value(MatchResult found) {
    return found.group(1).isEmpty()
        ? values.getOrDefault(found.group(2), found.group())
        : "${" + found.group(2) + "}";
  }

  private static String quoted(String value) {
    var json = TextNode.valueOf(value).toString();
    return json.substring(1, json.length() - 1);
  }
}
