package dev.pawl.load.recorded;

import static dev.pawl.load.recorded.TestStateRequests.PROCESSOR;
import static dev.pawl.load.recorded.TestStateRequests.of;
import static dev.pawl.load.recorded.TestStateRequests.result;
import static dev.pawl.load.recorded.TestStateRequests.task;
import static dev.pawl.load.recorded.TestStateRequests.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Tests of TestState with a Context object of their own. */
final class TestStateContexts {

  private static final Map<String, String> CONTEXTS =
      Map.of(
          "INVALID_EXECUTION_FIELD", "{'Execution':{'pokemon':1}}",
          "INVALID_EXECUTION_ID_TYPE", "{'Execution':{'Id':1}}",
          "INVALID_FIELD", "{'Pokedex':1}",
          "INVALID_MAP", "{'Map':{'Item':{'Index':0}}}",
          "TOKEN_TASK_NOT_SYNC", "{'Task':{'Token':'t'}}",
          "INVALID_STATE_PASS", "{'State':{'Name':'s'}}",
          "EMPTY", "{}",
          "EMPTY_OBJECTS", "{'Execution':{},'State':{},'StateMachine':{}}");

  /** By the parameter: what of the Context object the state looks at. */
  private static final Map<String, String> LOOKS_AT =
      Map.of(
          "ALL", "$$",
          "EXECUTION_INPUT", "$$.Execution.Input",
          "EXECUTION_INPUT_VALUES", "$$.Execution.Input.values");

  private static final String WHOLE_CONTEXT =
      "{'Execution':{'Id':'arn:aws:states:::execution:MyStateMachine:execution-name-12345','Input':{'input-value':0,'message':'test"
          + " data','values':['charizard','pikachu','bulbasaur']},'Name':'execution-name-12345','RoleArn':'arn:aws:iam:::role/StepFunctionsRole','StartTime':'2025-01-01T00:00:00Z'},"
          + "'State':{'EnteredTime':'2025-01-01T00:00:00Z','Name':'MyTaskState','RetryCount':0},'StateMachine':{'Id':'arn:aws:states:::stateMachine:MyStateMachine','Name':'MyStateMachine'}}";

  private final Recording recording;

  TestStateContexts(Recording recording) {
    this.recording = recording;
  }

  /** The request of a test by its name and parameter. */
  ObjectNode request() {
    if (recording.name().endsWith("_context_object")) {
      return looking();
    }
    var context = CONTEXTS.get(recording.parameter());
    if (context == null) {
      throw new NotAtHand("Context object " + recording.parameter());
    }
    var state =
        recording.name().contains("edge_cases")
            ? called("$$")
            : recording.parameter().equals("INVALID_STATE_PASS")
                ? "{'Type':'Pass','End':true}"
                : task("states:startExecution");
    var edge = recording.name().contains("edge_cases");
    return ((ObjectNode)
            of(state)
                .put("context", context.replace('\'', '"'))
                .set(
                    "mock",
                    result(
                        edge ? "{'pokemon':'pikachu'}" : "{'ExecutionArn':'a','StartDate':'d'}")))
        .put(
            "input",
            edge
                ? "{\"FunctionName\":\"lambda_function_name\",\"Payload\":{\"input-value\":0}}"
                : "{}");
  }

  private ObjectNode looking() {
    if (recording.name().equals("test_state_wait_task_context_object")) {
      return waiting();
    }
    var path = LOOKS_AT.get(recording.parameter());
    if (path == null) {
      throw new NotAtHand("Context object " + recording.parameter());
    }
    var map = recording.name().contains("map");
    var state =
        map
            ? "{'Type':'Map','ItemsPath':'"
                + path
                + "','MaxConcurrency':1,"
                + PROCESSOR
                + ",'End':true}"
            : called(path);
    return with(
            state,
            map
                ? "['fire', 'electricity', 'grass']"
                : "{'FunctionName':'lambda_function_name','Payload':{'input-value':0}}",
            result(
                map
                    ? "['CHARIZARD', 'PIKACHU', 'BULBASAUR']"
                    : "{'pokemon':['charizard','pikachu','bulbasaur']}"),
            "{}")
        .put("context", WHOLE_CONTEXT.replace('\'', '"'));
  }

  private static ObjectNode waiting() {
    return with(
            "{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage.waitForTaskToken','Parameters':{'QueueUrl':'https://sqs.us-east-1.amazonaws.com/111111111111/test-queue','MessageBody':{'Message':'Hello"
                + " from Step"
                + " Functions!','TaskToken.$':'$$.Task.Token'}},'ResultPath':'$.SQS','Next':'NEXT_STATE'}",
            "{}",
            result("{'pokemon':['charizard','pikachu','bulbasaur']}"),
            "{}")
        .put("context", "{\"Task\":{\"Token\":\"abcd123\"}}");
  }

  private static String called(String path) {
    return "{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName.$':'$.FunctionName','Payload':{'Input.$':'$'}},'ResultSelector':{'ContextObjectValue.$':'"
        + path
        + "','LambdaOutput.$':'$'},'End':true}";
  }
}
