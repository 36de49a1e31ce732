package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Errors in the one shape, whichever of two the recording has. */
final class Refusals {

  private static final Pattern VALUE =
      Pattern.compile(
          "An error occurred \\((\\w+)\\) when calling the \\w+ operation: (.*)", Pattern.DOTALL);

  private Refusals() {}

  /** Whether the client refused the call itself, so that AWS never saw it. */
  static boolean isOfClient(JsonNode recorded) {
    var text = recorded.isTextual() ? recorded : recorded.path("exception_value");
    return text.asText().startsWith("Parameter validation failed");
  }

  /** {@code {"error":…,"message":…}} of a recorded refusal, the answer itself otherwise. */
  static JsonNode plain(JsonNode recorded) {
    if (recorded.has("Error")) {
      var error = recorded.path("Error");
      return of(error.path("Code").asText(), error.path("Message").asText());
    }
    var text = recorded.isTextual() ? recorded : recorded.path("exception_value");
    var value = VALUE.matcher(text.asText());
    return value.matches() ? of(value.group(1), value.group(2)) : recorded;
  }

  /** The answer, or the refusal in the same shape. */
  static JsonNode answer(Supplier<JsonNode> call) {
    try {
      return call.get();
    } catch (AwsError e) {
      return of(e.type(), e.text());
    }
  }

  static JsonNode of(String error, String message) {
    return AwsClient.object().put("error", error).put("message", message);
  }
}
