package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.InspectionLevel;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.TestExecutionStatus;

/** Driven by AWS's own client; what a trial means is the engine's to test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestStateApiTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String TASK =
      "{\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\",\"Next\":\"B\"}";

  private ApiFixture api;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterAll
  void close() {
    api.close();
  }

  @Test
  void aTaskIsCalled() {
    var answer =
        api.sfn.testState(r ->
            r.definition(TASK)
                .roleArn(ROLE)
                .input("{\"a\":1}")
                .inspectionLevel(InspectionLevel.DEBUG));

    assertThat(answer.status()).isEqualTo(TestExecutionStatus.SUCCEEDED);
    assertThat(answer.output()).isEqualTo("{\"a\":1}");
    assertThat(answer.nextState()).isEqualTo("B");
    assertThat(answer.inspectionData().result()).isEqualTo("{\"a\":1}");
  }

  @Test
  void infoShowsNothingOfTheInside() {
    var answer =
        api.sfn.testState(
            r -> r.definition(TASK).mock(m -> m.errorOutput(e -> e.error("E").cause("c"))));

    assertThat(answer.status()).isEqualTo(TestExecutionStatus.FAILED);
    assertThat(answer.error()).isEqualTo("E");
    assertThat(answer.cause()).isEqualTo("c");
    assertThat(answer.inspectionData()).isNull();
  }

  @Test
  void whatContradictsItselfIsRefused() {
    var both =
        catchThrowableOfType(
            SfnException.class,
            () ->
                api.sfn.testState(r ->
                    r.definition(TASK).mock(m -> m.result("1").errorOutput(e -> e.error("E")))));

    assertThat(both.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    assertThat(both.awsErrorDetails().errorMessage())
        .isEqualTo(
            "A test mock should have only one of the following fields: [result, errorOutput].");
  }

  @Test
  void aDefinitionIsRefusedInTheWordsOfTheValidator() {
    var refused =
        catchThrowableOfType(
            SfnException.class, () -> api.sfn.testState(r -> r.definition("{\"Type\":\"No\"}")));

    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidDefinition");
  }
}
