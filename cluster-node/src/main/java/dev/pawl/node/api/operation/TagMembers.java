package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.protocol.awsjson.Input;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The member {@code tags} of requests: at most fifty to a resource, by key. */
final class TagMembers {

  /** API reference, TagResource: TooManyTags. */
  static final int TAGS_MAX = 50;

  /** API reference, TagResource: {@code tags}. */
  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private TagMembers() {}

  /** The tags of a request, in its order; a tag without a value has an empty one. */
  static Map<String, String> of(Input input) {
    var tags = new LinkedHashMap<String, String>();
    var given = input.structures("tags");
    for (int i = 0; i < given.size(); i++) {
      var key = given.get(i).textOrNull("key");
      if (key == null) {
        throw ApiError.validation(
            "1 validation error detected: Value null at 'tags."
                + (i + 1)
                + ".member.key' failed to satisfy constraint: Member must not be null");
      }
      if (key.startsWith("aws:")) {
        throw ApiError.validation(
            "Tag keys that begin with 'aws:' are AWS's own, but found: '" + key + "'");
      }
      tags.put(checked(key), checked(given.get(i).findText("value").orElse("")));
    }
    return tags;
  }

  private static String checked(String text) {
    if (!canBe(text)) {
      throw ApiError.validation(
          "Tags may only contain Unicode letters, digits, white space, or these symbols: _ . : / ="
              + " + - @, but found: '"
              + text
              + "'");
    }
    return text;
  }

  /** Whether a key or a value can be that. */
  static boolean canBe(String text) {
    return ALLOWED.matcher(text).matches();
  }

  /** The tags of a request that creates a resource. */
  static Map<String, String> ofNew(String arn, Input input) {
    var tags = of(input);
    if (tags.size() > TAGS_MAX) {
      throw StepFunctionsErrors.tooManyTags(arn, TAGS_MAX);
    }
    return tags;
  }
}
