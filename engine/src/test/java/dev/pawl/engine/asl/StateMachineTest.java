package dev.pawl.engine.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.expression.Environment;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateMachineTest {

  private static final Environment NOWHERE =
      new Environment(
          JsonNodeFactory.instance.objectNode(),
          Map.of(),
          new Chance(new SplittableRandom(1), Instant.EPOCH));

  @Test
  void theMachineKnowsItsStatesInTheirOrder() throws Exception {
    var machine =
        StateMachine.parse(
            """
            {"StartAt":"B","TimeoutSeconds":9,"QueryLanguage":"JSONata","States":{
             "B":{"Type":"Pass","Next":"A"},"A":{"Type":"Succeed"}}}\
            """);

    assertEquals("B", machine.flow().startAt());
    assertEquals(List.of("B", "A"), List.copyOf(machine.flow().states().keySet()));
    assertEquals(OptionalInt.of(9), machine.timeoutSeconds());
    assertEquals(QueryLanguage.JSONATA, machine.flow().state("A").queryLanguage());
  }

  @Test
  void aRefusedDefinitionSaysWhyInTheWordsOfTheApi() {
    var refused =
        assertThrows(
            InvalidDefinitionException.class,
            () ->
                StateMachine.parse(
                    "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"B\",\"x\":1}}}"));

    assertEquals(
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'x' is not supported at /States/A, "
            + "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next'",
        refused.getMessage());
  }

  @Test
  void aPayloadThatNothingTouchesIsPassedOnAsItIs() throws Exception {
    var input = Payload.parse(" {\"a\" : 1.50 } ");

    for (var type : List.of("Pass", "Wait\",\"Seconds\":\"0")) {
      var text = "{\"Type\":\"" + type + "\",\"End\":true}";
      var state = only(text.replace("\"Seconds\":\"0\"", "\"Seconds\":0"));
      var completion =
          switch (state) {
            case PassState pass -> pass.complete(new Sight(input, NOWHERE));
            case WaitState wait -> wait.complete(new Sight(input, NOWHERE));
            default -> throw new AssertionError(state);
          };
      assertSame(input, completion.output());
    }
  }

  @Test
  void theResultOfATaskKeepsItsText() throws Exception {
    var task =
        (TaskState)
            only(
                "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::aws-sdk:sqs:listQueues\",\"End\":true}");
    var sight = new Sight(Payload.parse("{}"), NOWHERE);
    var result = Payload.parse("[ 1 ]");

    assertSame(sight.input(), task.arguments(sight));
    assertSame(result, task.complete(sight, result).output());
  }

  @Test
  void variablesThatAStateReadsAreListedByItsName() throws Exception {
    var machine =
        StateMachine.parse(
            """
            {"StartAt":"P","States":{
              "P":{"Type":"Pass","InputPath":"$in.deep","Parameters":{"x.$":"States.Format('{} $no', $b)","y":"$literal","z.$":"$$.State.Name"},
                   "Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$v","StringEqualsPath":"$a.b","Next":"M"}],"Default":"J"},
              "M":{"Type":"Map","ToleratedFailureCountPath":"$count","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                   "StartAt":"I","States":{"I":{"Type":"Fail","ErrorPath":"$err"}}},"Next":"J"},
              "J":{"Type":"Pass","QueryLanguage":"JSONata","Output":"{% $j + $states.input.x + ($local := 1; $local) %}","End":true}}}\
            """);

    assertEquals(
        Map.of(
            "P", List.of("b", "in"),
            "C", List.of("a", "v"),
            "M", List.of("count"),
            "I", List.of("err"),
            "J", List.of("j")),
        machine.variableReferences());
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:states:::lambda:invoke, lambda, invoke, REQUEST_RESPONSE",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken, sqs, sendMessage, WAIT_FOR_TASK_TOKEN",
    "arn:aws:states:::states:startExecution.sync, states, startExecution, SYNC",
    "arn:aws-cn:states:::states:startExecution.sync:2, states, startExecution, SYNC_2",
    "arn:aws:states:::aws-sdk:s3:getObject, aws-sdk:s3, getObject, REQUEST_RESPONSE",
    "arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken, aws-sdk:sfn, startExecution, WAIT_FOR_TASK_TOKEN",
  })
  void integrationsAreReadFromTheirArn(
      String arn, String service, String action, Resource.Pattern pattern) {
    var integration =
        assertInstanceOf(Resource.ServiceIntegration.class, Resource.parse(arn).orElseThrow());

    assertEquals(new Resource.ServiceIntegration(service, action, pattern, arn), integration);
  }

  @Test
  void aReaderSaysWhatToReadAndHowMuch() throws Exception {
    var map =
        (MapState)
            only(
                """
                {"Type":"Map","InputPath":"$.in","ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket.$":"$.b"},
                 "ReaderConfig":{"MaxItemsPath":"$.most"}},"ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"b.$":"$.b"}},
                 "ResultWriter":{"WriterConfig":{"Transformation":"FLATTEN"}},"End":true,
                 "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Succeed"}}}}\
                """);
    var sight = new Sight(Payload.parse("{\"in\":{\"b\":\"bucket\",\"most\":100000001}}"), NOWHERE);
    var input = map.effectiveInput(sight);

    var distribution = map.distribution();
    var reader = distribution.itemReader().orElseThrow();
    var batcher = distribution.itemBatcher().orElseThrow();

    assertEquals(MachineType.EXPRESS, distribution.executionType());
    assertEquals("{\"Bucket\":\"bucket\"}", reader.arguments(sight, input).text());
    assertEquals(ItemReader.MAX_ITEMS_MAX, reader.maxItems(sight, input));
    assertEquals(2, batcher.maxItemsPerBatch(sight, input).orElseThrow());
    assertEquals(ItemBatcher.INPUT_BYTES_MAX, batcher.maxInputBytesPerBatch(sight, input));
    assertEquals(
        "{\"b\":\"bucket\"}", Json.write(batcher.batchInput(sight, input).orElseThrow().node()));
    assertEquals(
        "FLATTEN",
        distribution.resultWriter().orElseThrow().config().transformation().orElseThrow());
  }

  private static State only(String state) throws InvalidDefinitionException {
    return StateMachine.parse("{\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}")
        .flow()
        .state("S");
  }
}
