package dev.pawl.load.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.load.node.AwsError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node says of a definition.
 *
 * @param problems errors only, each as {@code CODE: message at location}
 */
record Judgement(boolean accepted, List<String> problems) {

  Judgement {
    problems = List.copyOf(problems);
  }

  static Judgement of(JsonNode answer) {
    var problems = new ArrayList<String>();
    for (var diagnostic : answer.path("diagnostics")) {
      if (diagnostic.path("severity").asText().equals("ERROR")) {
        problems.add(problem(diagnostic));
      }
    }
    return new Judgement(answer.path("result").asText().equals("OK"), problems);
  }

  /** The file is not of the form that it should have: nobody could accept it. */
  static Judgement unreadable(IOException e) {
    return new Judgement(
        false, List.of("unreadable: " + firstLine(String.valueOf(e.getMessage()))));
  }

  static Judgement refused(AwsError e) {
    return new Judgement(false, List.of("call refused: " + e));
  }

  private static String problem(JsonNode diagnostic) {
    var location = diagnostic.path("location").asText("");
    return diagnostic.path("code").asText()
        + ": "
        + diagnostic.path("message").asText()
        + (location.isEmpty() ? "" : " at " + location);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
