package dev.pawl.engine.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSuiteTest {
  private static final String TASK =
      """
      definition:
        StartAt: T
        States:
          T:
            Type: Task
            Resource: arn:aws:states:::lambda:invoke
            Parameters: {FunctionName: f, Payload.$: $}
            TimeoutSeconds: 60
            Retry: [{ErrorEquals: [Busy], IntervalSeconds: 99999, MaxAttempts: 2}]
            Catch: [{ErrorEquals: [States.ALL], Next: F}]
            End: true
          F: {Type: Fail, Error: Gave up}
      """;

  private static List<TestCase.Outcome> run(String text) throws IllegalSuiteException {
    return run(text, Map.of());
  }

  private static List<TestCase.Outcome> run(String text, Map<String, String> files)
      throws IllegalSuiteException {
    var suite =
        TestSuite.read(
            text,
            "a.yaml",
            path -> {
              var file = files.get(path);
              if (file == null) {
                throw new IllegalSuiteException("Expected a file at " + path);
              }
              return file;
            });
    return suite.cases().stream().map(one -> one.run(suite.rehearsal(), () -> false)).toList();
  }

  private static void assertAllPass(List<TestCase.Outcome> outcomes) {
    assertThat(outcomes).isNotEmpty();
    for (var outcome : outcomes) {
      assertThat(outcome.differences()).as(outcome.testCase().name()).isEmpty();
      assertThat(outcome.halted()).as(outcome.testCase().name()).isNull();
    }
  }

  @Test
  void retriesTimeoutsAndCatchersTakeNoTime() throws IllegalSuiteException {
    assertAllPass(
        run(
            TASK
                + """
                cases:
                  - name: at once
                    mocks: {T: {result: 1.0}}
                    expect: {output: 1}
                  - name: after two retries
                    mocks: {T: [{error: Busy, times: 2}, {result: {a: 1, b: 2}}]}
                    expect:
                      outputContains: {b: 2}
                      path: [T]
                      calls: {T: [{}, {}, {FunctionName: f}]}
                  - name: too slow
                    mocks: {"arn:aws:states:::lambda:invoke": {result: 1, after: 61}}
                    expect: {error: Gave up, path: [T, F], history: [..., TaskTimedOut, ..., ExecutionFailed]}
                  - name: just in time
                    mocks: {T: {result: 1, after: 59.5}}
                    expect: {status: SUCCEEDED}
                """));
  }

  @Test
  void aTaskWithoutAMockFailsTheCaseAndTellsWhatItWasCalledWith() throws IllegalSuiteException {
    var outcome =
        run(TASK + "cases: [{name: a, input: {x: 1}, expect: {status: SUCCEEDED}}]").getFirst();

    assertThat(outcome.passed()).isFalse();
    assertThat(outcome.halted())
        .contains("'T'", "arn:aws:states:::lambda:invoke", "{\"FunctionName\":\"f\"");
  }

  @Test
  void differencesNameTheirPlaces() throws IllegalSuiteException {
    var outcome =
        run(TASK
                + """
                cases:
                  - name: a
                    mocks: {T: {result: {list: [1, {x: 1}], more: true}}}
                    expect: {status: FAILED, output: {list: [1, {x: 2}], none: 1}, path: [T, F]}
                """)
            .getFirst();

    assertThat(outcome.differences())
        .extracting(Difference::where)
        .containsExactly("status", "output/list/1/x", "output/none", "output/more", "path/1");
    assertThat(outcome.differences().getLast().found()).isEqualTo("T, »the end«");
  }

  @Test
  void mapsParallelsTokensAndJobsRunOnMocks() throws IllegalSuiteException {
    assertAllPass(
        run(
            """
            definition:
              QueryLanguage: JSONata
              StartAt: P
              States:
                P:
                  Type: Parallel
                  Branches:
                    - StartAt: Ask
                      States:
                        Ask:
                          Type: Task
                          Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
                          Arguments: {QueueUrl: q, MessageBody: "{% $states.context.Task.Token %}"}
                          End: true
                    - StartAt: Job
                      States:
                        Job:
                          Type: Task
                          Resource: arn:aws:states:::states:startExecution.sync:2
                          Arguments: {StateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:x"}
                          End: true
                  Next: M
                M:
                  Type: Map
                  Items: [a, b, c]
                  ItemProcessor:
                    StartAt: Each
                    States:
                      Each:
                        Type: Task
                        Resource: arn:aws:lambda:us-east-1:000000000000:function:f
                        Retry: [{ErrorEquals: [States.ALL]}]
                        End: true
                  Assign: {seen: "{% $count($states.result) %}"}
                  Next: W
                W: {Type: Wait, Seconds: 9999999, End: true}
            cases:
              - name: all
                mocks:
                  Ask: {result: told, after: 5}
                  Job: {result: {Output: {}}}
                  Each:
                    items: {"1": [{error: Once}, {result: B}]}
                    otherwise: {result: X}
                expect:
                  status: SUCCEEDED
                  output: [X, B, X]
                  variables: {seen: 3}
            """));
  }

  @Test
  void childrenOfADistributedMapRunInMemory() throws IllegalSuiteException {
    assertAllPass(
        run(
            """
            definition:
              StartAt: M
              States:
                M:
                  Type: Map
                  ItemReader:
                    Resource: arn:aws:states:::s3:getObject
                    ReaderConfig: {InputType: JSON}
                    Parameters: {Bucket: b, Key: k}
                  ItemBatcher: {MaxItemsPerBatch: 2}
                  ToleratedFailureCount: 2
                  ItemProcessor:
                    ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}
                    StartAt: C
                    States:
                      C: {Type: Task, Resource: "arn:aws:states:us-east-1:000000000000:activity:a", End: true}
                  End: true
            mocks:
              M: {reads: [1, 2, 3, 4, 5]}
            cases:
              - name: batches
                mocks: {C: {result: ok}}
                expect:
                  output: [ok, ok, ok]
                  path: [M]
                  calls: {C: [{Items: [1, 2]}, {Items: [3, 4]}, {Items: [5]}]}
                  history: [ExecutionStarted, MapStateEntered, MapStateStarted, MapRunStarted, MapRunSucceeded, MapStateSucceeded, MapStateExited, ExecutionSucceeded]
              - name: one batch may fail
                mocks: {C: {items: {0: {error: E}}, otherwise: {result: ok}}}
                expect: {outputContains: [{Status: FAILED, Error: E}, ok, ok]}
              - name: two may not
                mocks: {C: {items: {1: {result: ok}}, otherwise: {error: E}}}
                expect: {error: States.ExceedToleratedFailureThreshold}
              - name: instead of its children
                mocks: {M: {result: [9]}}
                expect: {output: [9]}
            """));
  }

  @Test
  void mockConfigurationsOfStepFunctionsLocalAreRead() throws IllegalSuiteException {
    var config =
        """
        {"StateMachines": {"Shop": {"TestCases": {"Again": {"T": "Twice"}}}},
         "MockedResponses": {"Twice": {
            "0-1": {"Throw": {"Error": "Busy", "Cause": "later"}}, "2": {"Return": {"n": 3}}}}}
        """;

    assertAllPass(
        run(
            TASK
                + """
                mockConfig: mocks.json
                cases: [{name: a, mockCase: Shop/Again, expect: {output: {n: 3}}}]
                """,
            Map.of("mocks.json", config)));
  }

  @Test
  void whatMakesNoSenseIsSaid() {
    assertThatThrownBy(() -> run("definition: {StartAt: A, States: {}}\ncases: []"))
        .hasMessageContaining("valid definition");
    assertThatThrownBy(() -> run(TASK + "cases: [{name: a, expects: {}}]"))
        .hasMessageContaining("/cases/0", "expects");
    assertThatThrownBy(() -> run(TASK + "cases: [{name: a, mocks: {T: {resul: 1}}, expect: {}}]"))
        .hasMessageContaining("/cases/0/mocks/T");
    assertThatThrownBy(() -> run("definition: x.json\ncases: []")).hasMessageContaining("x.json");
    assertThatThrownBy(() -> run("a: [")).isInstanceOf(IllegalSuiteException.class);
  }

  @Test
  void anEndlessLoopEnds() throws IllegalSuiteException {
    var outcome =
        run("""
        definition: {StartAt: A, States: {A: {Type: Pass, Next: C}, C: {Type: Choice, Choices: [{Variable: $.x, IsPresent: true, Next: S}], Default: A}, S: {Type: Succeed}}}
        cases: [{name: a, expect: {status: FAILED}}]
        """)
            .getFirst();

    assertThat(outcome.passed()).isTrue();
    assertThat(java.util.Objects.requireNonNull(outcome.performance()).cause()).contains("25000");
  }
}
