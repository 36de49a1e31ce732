package dev.pawl.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.trial.Mock.FieldValidationMode;
import dev.pawl.engine.trial.TrialOutcome.Status;
import dev.pawl.engine.trial.TrialRequest.StateConfiguration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {

  private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  /** A request in the making: what a test leaves out is absent. */
  private record Given(
      String definition,
      @Nullable String stateName,
      String input,
      Map<String, JsonNode> variables,
      @Nullable String context,
      @Nullable Mock mock,
      @Nullable String roleArn,
      StateConfiguration configuration) {

    static Given state(String definition) {
      return new Given(
          definition.replace('\'', '"'),
          null,
          "{}",
          Map.of(),
          null,
          null,
          null,
          StateConfiguration.NONE);
    }

    Given named(String name) {
      return new Given(definition, name, input, variables, context, mock, roleArn, configuration);
    }

    Given input(String text) {
      return new Given(
          definition,
          stateName,
          text.replace('\'', '"'),
          variables,
          context,
          mock,
          roleArn,
          configuration);
    }

    Given variable(String name, JsonNode value) {
      return new Given(
          definition, stateName, input, Map.of(name, value), context, mock, roleArn, configuration);
    }

    Given context(String text) {
      return new Given(
          definition,
          stateName,
          input,
          variables,
          text.replace('\'', '"'),
          mock,
          roleArn,
          configuration);
    }

    Given mock(Mock given) {
      return new Given(
          definition, stateName, input, variables, context, given, roleArn, configuration);
    }

    Given result(String text) throws IllegalTrialException {
      return result(text, FieldValidationMode.STRICT);
    }

    Given result(String text, FieldValidationMode mode) throws IllegalTrialException {
      return mock(Mock.result(text.replace('\'', '"'), mode));
    }

    Given error(String error) {
      return mock(new Mock.ErrorOutput(error, "why"));
    }

    Given role() {
      return new Given(definition, stateName, input, variables, context, mock, ROLE, configuration);
    }

    Given configured(StateConfiguration given) {
      return new Given(definition, stateName, input, variables, context, mock, roleArn, given);
    }

    Trial.Step step() throws Exception {
      var request =
          new TrialRequest(
              definition,
              stateName,
              Payload.parse(input),
              variables,
              context == null ? null : Json.parse(context),
              mock,
              roleArn,
              configuration);
      var chance = new Chance(new SplittableRandom(1), Instant.parse("2026-01-01T00:00:00Z"));
      return Trial.of(request, new TrialPlace("us-east-1", "000000000000"), chance).begin();
    }

    TrialOutcome outcome() throws Exception {
      return ((Trial.Step.Ended) step()).outcome();
    }

    void isRefused(String message) {
      assertThatThrownBy(this::step).hasMessage(message);
    }
  }

  private static String output(TrialOutcome outcome) {
    var output = outcome.output();
    return output == null ? "nothing" : output.text().replace('"', '\'');
  }

  private static String inspected(TrialOutcome outcome) {
    return outcome.inspectionData().toString().replace("\\\"", "'").replace('"', '\'');
  }

  // ---- states that need nobody outside

  @Test
  void aPassStateShowsEveryStepOfItsData() throws Exception {
    var outcome =
        Given.state(
                "{'Type':'Pass','InputPath':'$.a','Parameters':{'x.$':'$'},'ResultPath':'$.r','Next':'B'}")
            .input("{'a':1}")
            .outcome();

    assertThat(outcome.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(outcome.nextState()).isEqualTo("B");
    assertThat(output(outcome)).isEqualTo("{'a':1,'r':{'x':1}}");
    assertThat(inspected(outcome))
        .isEqualTo(
            "{'input':'{'a':1}','afterInputPath':'1','afterParameters':'{'x':1}',"
                + "'afterResultSelector':'{'x':1}','afterResultPath':'{'a':1,'r':{'x':1}}'}");
  }

  @Test
  void aStateInJsonataShowsInputAndVariables() throws Exception {
    var outcome =
        Given.state(
                "{'Type':'Pass','QueryLanguage':'JSONata','Output':'{% $v + $states.input.a %}','Assign':{'w':2},'End':true}")
            .input("{'a':1}")
            .variable("v", Json.parse("4"))
            .outcome();

    assertThat(output(outcome)).isEqualTo("5");
    assertThat(inspected(outcome)).isEqualTo("{'input':'{'a':1}','variables':'{'v':4,'w':2}'}");
  }

  @Test
  void aChoiceNamesTheStateItChooses() throws Exception {
    var choice =
        "{'Type':'Choice','Choices':[{'Variable':'$.n','NumericEquals':1,'Next':'One'}],'Default':'Other'}";

    assertThat(Given.state(choice).input("{'n':1}").outcome().nextState()).isEqualTo("One");
    assertThat(Given.state(choice).input("{'n':2}").outcome().nextState()).isEqualTo("Other");
  }

  @Test
  void aFailureHasNoSentenceAboutTheState() throws Exception {
    var outcome = Given.state("{'Type':'Pass','InputPath':'$.no','End':true}").outcome();

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.error()).isEqualTo("States.Runtime");
    assertThat(outcome.cause()).isEqualTo("Invalid path '$.no' : No results for path: $['no']");
  }

  @Test
  void aStateIsFoundInsideAMachine() throws Exception {
    var machine =
        Given.state(
            "{'StartAt':'M','States':{'M':{'Type':'Map','End':true,'ItemProcessor':{'StartAt':'I','States':{"
                + "'I':{'Type':'Pass','Parameters':{'v.$':'$$.Map.Item.Value','s.$':'$$.State.Name'},'End':true}}}}}}");

    assertThat(output(machine.named("I").input("7").outcome())).isEqualTo("{'v':7,'s':'I'}");
    machine.named("X").isRefused("State not found in definition");
  }

  @Test
  void aDefinitionThatIsRefusedNamesTheStateAsAwsDoes() {
    assertThatThrownBy(() -> Given.state("{'Type':'Nope'}").step())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("/States/StateName/Type");
  }

  // ---- tasks

  @Test
  void aTaskWithoutAMockAsksForItsCallAndGoesOnWithTheAnswer() throws Exception {
    var task =
        Given.state(
            "{'Type':'Task','Resource':'%s','TimeoutSeconds':9,'Next':'N'}".formatted(FUNCTION));

    task.isRefused("RoleArn must be specified when testing a Task state");
    var call = (Trial.Step.Call) task.role().input("[1]").step();
    assertThat(call.target().resource()).isEqualTo(FUNCTION);
    assertThat(call.parameters().text()).isEqualTo("[1]");
    assertThat(call.timeoutSeconds()).hasValue(9);
  }

  @Test
  void aMockedTaskShowsItsResult() throws Exception {
    var outcome =
        Given.state(
                "{'Type':'Task','Resource':'%s','ResultSelector':{'r.$':'$.k'},'ResultPath':'$.out','End':true}"
                    .formatted(FUNCTION))
            .input("{'a':1}")
            .result("{'k': 2}")
            .outcome();

    assertThat(output(outcome)).isEqualTo("{'a':1,'out':{'r':2}}");
    assertThat(inspected(outcome))
        .isEqualTo(
            "{'input':'{'a':1}','afterInputPath':'{'a':1}','afterParameters':'{'a':1}','result':'{'k': 2}',"
                + "'afterResultSelector':'{'r':2}','afterResultPath':'{'a':1,'out':{'r':2}}'}");
  }

  private static final String RETRIED =
      "{'Type':'Task','QueryLanguage':'JSONata','Resource':'%s','Retry':[{'ErrorEquals':['E'],'MaxAttempts':5,'BackoffRate':2}],'Catch':[{'ErrorEquals':['Other'],'Next':'A'},{'ErrorEquals':['States.ALL'],'Output':'{%% $states.errorOutput.Cause %%}','Next':'B'}],'End':true}"
          .formatted(FUNCTION);

  @Test
  void aRetrierThatHasAttemptsLeftSaysWhenItWouldTryAgain() throws Exception {
    var outcome =
        Given.state(RETRIED).error("E").configured(new StateConfiguration(4, null, null)).outcome();

    assertThat(outcome.status()).isEqualTo(Status.RETRIABLE);
    assertThat(outcome.inspectionData().get("errorDetails").toString())
        .isEqualTo("{\"retryIndex\":0,\"retryBackoffIntervalSeconds\":16}");
  }

  @Test
  void aRetrierThatIsUsedUpLeavesTheErrorToTheCatchers() throws Exception {
    var outcome =
        Given.state(RETRIED).error("E").configured(new StateConfiguration(5, null, null)).outcome();

    assertThat(outcome.status()).isEqualTo(Status.CAUGHT_ERROR);
    assertThat(outcome.nextState()).isEqualTo("B");
    assertThat(output(outcome)).isEqualTo("'why'");
    assertThat(outcome.error()).isEqualTo("E");
    assertThat(outcome.inspectionData().get("errorDetails").toString())
        .isEqualTo("{\"retryIndex\":0,\"catchIndex\":1}");
  }

  @Test
  void onlyStatesWithWorkCanBeMocked() throws Exception {
    Given.state("{'Type':'Pass','End':true}")
        .result("1")
        .isRefused("State type 'Pass' is not supported when a mock is specified");
    assertThatThrownBy(() -> Mock.result("{", FieldValidationMode.NONE))
        .hasMessage("Mocked result must be valid JSON");
  }

  // ---- Map and Parallel

  private static final String MAP =
      "{'Type':'Map','QueryLanguage':'JSONata','Items':'{%% $states.input.list %%}','ToleratedFailureCount':1,%s'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'I','States':{'I':{'Type':'Pass','End':true}}},'End':true}";

  @Test
  void aMapKeepsItsMockedResultUntilTooManyIterationsHaveFailed() throws Exception {
    var map =
        Given.state(MAP.formatted("'MaxConcurrency':3,"))
            .input("{'list':[1,2,3]}")
            .result("[1, 2, 3]");

    var within = map.configured(new StateConfiguration(0, 1, null)).outcome();
    var beyond = map.configured(new StateConfiguration(0, 2, null)).outcome();

    assertThat(output(within)).isEqualTo("[1, 2, 3]");
    assertThat(inspected(within))
        .isEqualTo("{'input':'{'list':[1,2,3]}','maxConcurrency':3,'toleratedFailureCount':1}");
    assertThat(beyond.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    assertThat(beyond.cause()).isEqualTo("The specified tolerated failure threshold was exceeded");
    map.configured(new StateConfiguration(0, 4, null))
        .isRefused(
            "Map iteration failure count must be less than or equal to the number of Map iterations");
  }

  @Test
  void aMapShowsWhatItsSelectorMakesOfTheItems() throws Exception {
    var outcome =
        Given.state(MAP.formatted("'ItemSelector':'{% $states.context.Map.Item.Value * 10 %}',"))
            .input("{'list':[1,2]}")
            .result("[]")
            .outcome();

    assertThat(outcome.inspectionData().get("afterItemSelector").asText()).isEqualTo("[10,20]");
  }

  @Test
  void mapAndParallelNeedAMockThatFits() throws Exception {
    var map = Given.state(MAP.formatted("")).input("{'list':[1]}");
    var parallel =
        Given.state(
            "{'Type':'Parallel','Branches':[{'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}}],'End':true}");

    map.result("{}").isRefused("Mocked result must be an array.");
    parallel.result("{}").isRefused("Mocked result must be an array.");
    parallel
        .result("[1,2]")
        .isRefused(
            "Mocked result must contain the same number of items as number of Parallel branches.");
    parallel.isRefused(
        "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]");
    map.configured(new StateConfiguration(0, 1, null))
        .isRefused(
            "TestState does not support MapIterationFailureCount when a mock is not specified.");
    assertThat(inspected(parallel.result("[1]").outcome()))
        .isEqualTo("{'input':'{}','afterResultSelector':'[1]','afterResultPath':'[1]'}");
  }

  // ---- the Context object

  @Test
  void aContextThatIsGivenIsTheWholeContext() throws Exception {
    var task =
        Given.state(
                "{'Type':'Task','Resource':'%s','ResultSelector':{'c.$':'$$'},'End':true}"
                    .formatted(FUNCTION))
            .result("{}");

    assertThat(output(task.context("{'State':{'Name':'S'}}").outcome()))
        .isEqualTo("{'c':{'State':{'Name':'S'}}}");
    task.context("{'Map':{}}")
        .isRefused(
            "Invalid Context object provided: 'Map' field is not supported when mocking a Context object");
    task.context("{'Other':1}")
        .isRefused("Invalid Context object provided: Field 'Other' is not allowed");
    task.context("{'Execution':{'Id':1}}")
        .isRefused("Invalid Context object provided: Execution.Id must be a string");
    task.context("{'Task':{'Token':'t'}}")
        .isRefused(
            "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern");
  }

  @Test
  void withoutOneTheExecutionIsAnExpressOne() throws Exception {
    var outcome = Given.state("{'Type':'Pass','InputPath':'$$','End':true}").outcome();

    assertThat(output(outcome))
        .matches(
            "\\{'Execution':\\{'Id':'arn:aws:states:us-east-1:000000000000:express:[0-9a-f-]{36}:[0-9a-f-]{36}','Input':\\{},'Name':'[0-9a-f-]{36}','RoleArn':null,'StartTime':'2026-01-01T00:00:00Z'},"
                + "'StateMachine':\\{'Id':'arn:aws:states:us-east-1:000000000000:stateMachine:[0-9a-f-]{36}','Name':'[0-9a-f-]{36}'},"
                + "'State':\\{'Name':'StateName','EnteredTime':'2026-01-01T00:00:00Z'}}");
  }

  // ---- the fields of a mocked result

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "states:::lambda:invoke | {'StatusCode':'200'} | Field 'StatusCode' must be a number",
        "states:::events:putEvents | {'Entries':{}} | Field 'Entries' must be an array",
        "states:::events:putEvents | {'Entries':[{},{'EventId':1}]} | Field 'EventId' must be a string",
        "states:::aws-sdk:kms:encrypt | {'CiphertextBlob':''} | Field 'CiphertextBlob' is smaller than the minimum length",
        "states:::aws-sdk:lambda:getFunction | {'Configuration':{'MemorySize':1}} | Field 'MemorySize' is less than the minimum value",
        "states:::aws-sdk:lambda:getFunction | {'Configuration':{'MemorySize':99999}} | Field 'MemorySize' exceeds the maximum value",
        "states:::aws-sdk:s3:getObject | {'StorageClass':'SHELF'} | Field 'StorageClass' is not an expected value",
        "states:::states:startExecution | {'ExecutionArn':'a'} | Required field 'StartDate' is missing",
      })
  void aMockedResultMustLookLikeTheAnswerOfTheService(
      String resource, String result, String complaint) throws Exception {
    var task =
        Given.state(
            ("{'Type':'Task','Resource':'arn:aws:%s','Parameters':{'FunctionName':'f','Entries':[],'StateMachineArn':'m'},'End':true}")
                .formatted(resource));

    task.result(result).isRefused("Mock result schema validation error: " + complaint);
    assertThat(task.result(result, FieldValidationMode.NONE).outcome().status())
        .isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void presentLooksOnlyAtWhatIsThere() throws Exception {
    var task =
        Given.state(
            "{'Type':'Task','Resource':'arn:aws:states:::states:startExecution','Parameters':{'StateMachineArn':'m'},'End':true}");

    assertThat(output(task.result("{}", FieldValidationMode.PRESENT).outcome())).isEqualTo("{}");
    task.result("{'StartDate':true}", FieldValidationMode.PRESENT)
        .isRefused("Mock result schema validation error: Field 'StartDate' must be a string");
  }
}
