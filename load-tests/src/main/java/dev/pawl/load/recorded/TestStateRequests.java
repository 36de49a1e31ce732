package dev.pawl.load.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;

/** Requests of TestState, written with single quotes. */
final class TestStateRequests {

  /** What a Map state does with an item: nothing. */
  static final String PROCESSOR =
      "'ItemProcessor':{'StartAt':'Item','States':{'Item':{'Type':'Pass','End':true}}}";

  private static final ObjectMapper JSON = new ObjectMapper();

  private TestStateRequests() {}

  /** A Task that calls this. */
  static String task(String resource) {
    var result = resource.startsWith("states:") ? "'ResultPath':'$.targetExecutionResult'," : "";
    return "{'Type':'Task','Resource':'arn:aws:states:::%s','Parameters':{'FunctionName':'f','Entries':[],'StateMachineArn':'m','QueueUrl':'q','MessageBody':'b'},%s'End':true}"
        .formatted(resource, result);
  }

  /** A state with input, a mock, and a configuration of the test. */
  static ObjectNode with(String state, String input, JsonNode mock, String configuration) {
    var request = of(state).put("input", input.replace('\'', '"'));
    request.set("mock", mock);
    request.set("stateConfiguration", json(configuration));
    return request;
  }

  /** A state, or a machine; NUL stands for a single quote. */
  static ObjectNode of(String definition) {
    return AwsClient.object()
        .put("definition", definition.replace('\'', '"').replace('\u0000', '\''))
        .put("roleArn", Stage.ROLE);
  }

  /** A mock that returns this. */
  static ObjectNode result(String text) {
    return AwsClient.object().put("result", text.replace('\'', '"'));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
