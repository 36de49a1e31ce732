package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mock configuration file of Step Functions Local (developer guide, "Testing with mocked
 * service integrations"): test cases of state machines, whose states name mocked responses.
 */
final class MockConfig {

  private MockConfig() {}

  /**
   * The mocks of one of its cases.
   *
   * @param name {@code machine/case}
   */
  static Mocks mocks(JsonNode config, String name) throws IllegalSuiteException {
    var slash = name.indexOf('/');
    var states =
        config
            .path("StateMachines")
            .path(name.substring(0, Math.max(0, slash)))
            .path("TestCases")
            .path(name.substring(slash + 1));
    if (!states.isObject()) {
      throw IllegalSuiteException.at(
          "/StateMachines", "the test case of a machine, MACHINE/CASE", "'" + name + "'");
    }
    var answers = new LinkedHashMap<String, Answers>();
    for (var state : states.properties()) {
      var response = state.getValue().asText();
      var node = config.path("MockedResponses").get(response);
      if (node == null) {
        throw IllegalSuiteException.at("/MockedResponses", "a response '" + response + "'", "none");
      }
      answers.put(state.getKey(), Answers.read("/MockedResponses/" + response, node));
    }
    return new Mocks(answers, Map.of());
  }
}
