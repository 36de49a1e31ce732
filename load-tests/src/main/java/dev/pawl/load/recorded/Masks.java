package dev.pawl.load.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares answers with recorded ones, in which names, ids, dates and ARNs are masked. A mask such
 * as {@code <uuid:1>} stands for one text, the same in every place; {@code date} and its like stand
 * for any. Not for several threads.
 */
final class Masks {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MASK =
      Pattern.compile(
          "<([A-Za-z_][A-Za-z0-9_:-]{2,60})>|\\b111111111111\\b|\\bactivity_arn\\b"
              + "|\\bbucket-name\\b|\\blambda_function_(?:\\d_)?name\\b|\\bfunction_name_branch\\d\\b");

  /** Whole values that stand for any text or number. */
  private static final Pattern ANY =
      Pattern.compile(
          "timestamp|date|datetime|creation-date|start-date|stop-date|(?:snf_|sfn_)?role_arn(?:_t\\d)?"
              + "|activity_arn|activity_name|state-machine-arn|execution-arn|map_run_arn|lambda_function_name|generated-uuid|<omitted>");

  private static final Pattern CODE_PATH = Pattern.compile("(File \\\\*\")[^\"\\\\]*/handler\\.py");

  private final boolean isBeforeRedrive;
  private Map<String, String> bound = new HashMap<>();

  Masks() {
    this(false);
  }

  /**
   * @param isBeforeRedrive AWS did not yet answer with redriveCount
   */
  Masks(boolean isBeforeRedrive) {
    this.isBeforeRedrive = isBeforeRedrive;
  }

  /** Lets a mask stand for a text from the start. */
  void bind(String mask, String text) {
    bound.put(mask, text);
  }

  /** Empty when they agree. */
  Optional<Difference> compare(String path, JsonNode recorded, JsonNode found) {
    return Optional.ofNullable(difference(path, recorded, found));
  }

  /** As {@link #compare}, but what it learned of the masks is forgotten when they disagree. */
  boolean matches(JsonNode recorded, JsonNode found) {
    var before = new HashMap<>(bound);
    if (difference("", recorded, found) == null) {
      return true;
    }
    bound = before;
    return false;
  }

  private @Nullable Difference difference(String path, JsonNode recorded, JsonNode found) {
    if (recorded.isTextual() && ANY.matcher(recorded.textValue()).matches() && !found.isObject()) {
      return null;
    }
    if (recorded.isTextual() && found.isTextual()) {
      return text(path, recorded.textValue(), found.textValue());
    }
    if (recorded.isContainerNode() && found.isTextual()) {
      return difference(path, recorded, parsed(found));
    }
    if (recorded.isObject() && found.isObject()) {
      return members(path, recorded, found);
    }
    if (recorded.isArray() && found.isArray()) {
      return elements(path, recorded, found);
    }
    return recorded.equals(found) ? null : different(path, recorded, found);
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      var json = JSON.readTree(text.textValue());
      return json.isContainerNode() ? json : text.deepCopy();
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private @Nullable Difference members(String path, JsonNode recorded, JsonNode found) {
    var names = new TreeSet<String>();
    recorded.fieldNames().forEachRemaining(names::add);
    found.fieldNames().forEachRemaining(names::add);
    names.remove("ResponseMetadata");
    for (var name : names) {
      var here = path + "/" + name;
      var expected = recorded.path(name);
      var actual = found.path(name);
      if (isMasked(name, expected) && !actual.isMissingNode() || isNewer(name, expected)) {
        continue;
      }
      var difference =
          expected.isMissingNode() || actual.isMissingNode()
              ? different(here, expected, actual)
              : difference(here, expected, actual);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  /** A value that is called like its member; lengths and times. */
  private static boolean isMasked(String name, JsonNode recorded) {
    return recorded.asText().equals(name)
        || name.equals("Content-Length")
        || name.equals("billedDurationInMilliseconds");
  }

  /** AWS began to answer with it after many of the recordings were made. */
  private boolean isNewer(String name, JsonNode recorded) {
    return recorded.isMissingNode()
        && ((isBeforeRedrive && name.equals("redriveCount"))
            || name.equals("encryptionConfiguration")
            || name.equals("RedriveCount")
            || name.equals("RedriveStatus")
            || name.equals("RedriveStatusReason"));
  }

  private @Nullable Difference elements(String path, JsonNode recorded, JsonNode found) {
    for (var i = 0; i < Math.min(recorded.size(), found.size()); i++) {
      var difference = difference(path + "/" + i, recorded.get(i), found.get(i));
      if (difference != null) {
        return difference;
      }
    }
    return recorded.size() == found.size() ? null : different(path, recorded, found);
  }

  private @Nullable Difference text(String path, String recorded, String found) {
    var actual = CODE_PATH.matcher(found).replaceAll("$1/var/task/handler.py");
    if (recorded.equals(actual)) {
      return null;
    }
    var masks = new ArrayList<String>();
    var matcher = pattern(recorded, masks).matcher(actual);
    if (masks.isEmpty() || !matcher.matches()) {
      return new Difference(path, quoted(recorded), quoted(actual));
    }
    for (var i = 0; i < masks.size(); i++) {
      var text = matcher.group(i + 1);
      var earlier = bound.putIfAbsent(masks.get(i), text);
      if (earlier != null && !earlier.equals(text)) {
        return new Difference(path, masks.get(i) + " = " + quoted(earlier), quoted(text));
      }
    }
    return null;
  }

  private static Pattern pattern(String recorded, List<String> masks) {
    var regex = new StringBuilder();
    var matcher = MASK.matcher(recorded);
    var end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(recorded.substring(end, matcher.start()))).append("(.+?)");
      masks.add(matcher.group());
      end = matcher.end();
    }
    regex.append(Pattern.quote(recorded.substring(end)));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static Difference different(String path, JsonNode recorded, JsonNode found) {
    return new Difference(path, words(recorded), words(found));
  }

  private static String words(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }
}
