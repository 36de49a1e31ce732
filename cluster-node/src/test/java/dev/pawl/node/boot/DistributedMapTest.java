package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.TestClients;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeMapRunResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** Distributed Maps on a whole node, with buckets in a directory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributedMapTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String PASS = "'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}";
  private static final String READS_ROWS =
      "'ItemReader':{'Resource':'arn:aws:states:::s3:getObject','ReaderConfig':{'InputType':'CSV',"
          + "'CSVHeaderLocation':'FIRST_ROW'},'Parameters':{'Bucket':'data','Key.$':'$.key'}},";

  private Path directory;
  private Path bucket;
  private PawlNode node;
  private SfnClient sfn;
  private int machines;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    this.directory = directory;
    bucket = Files.createDirectories(directory.resolve("s3/data"));
    open();
  }

  private void open() {
    var objects = Map.of("pawl.s3.local-directory", directory.resolve("s3").toString());
    node =
        PawlNode.start(
            NodeSettings.of(directory, "127.0.0.1", 0).with(ConfigFactory.parseMap(objects)));
    sfn = TestClients.sfn(URI.create("http://127.0.0.1:" + node.address().getPort()));
  }

  @AfterAll
  void stop() {
    sfn.close();
    node.close();
  }

  private String map(String fields, String type, String processor) {
    var state =
        "{'Type':'Map',"
            + fields
            + "'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'"
            + type
            + "'},"
            + processor
            + "},'End':true}";
    return sfn.createStateMachine(r ->
            r.name("machine-" + ++machines)
                .roleArn(ROLE)
                .definition(
                    "{\"StartAt\":\"M\",\"States\":{\"M\":" + state.replace('\'', '"') + "}}"))
        .stateMachineArn();
  }

  private String start(String machine, String input) {
    return sfn.startExecution(r -> r.stateMachineArn(machine).input(input)).executionArn();
  }

  private DescribeExecutionResponse ended(String arn) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            !sfn.describeExecution(r -> r.executionArn(arn)).statusAsString().equals("RUNNING"));
    return sfn.describeExecution(r -> r.executionArn(arn));
  }

  private List<String> history(String arn) {
    return sfn.getExecutionHistory(r -> r.executionArn(arn)).events().stream()
        .map(HistoryEvent::typeAsString)
        .toList();
  }

  private DescribeMapRunResponse mapRun(String executionArn) {
    var runs = sfn.listMapRuns(r -> r.executionArn(executionArn)).mapRuns();
    assertThat(runs).hasSize(1);
    return sfn.describeMapRun(r -> r.mapRunArn(runs.getFirst().mapRunArn()));
  }

  private void rows(String key, int count) throws IOException {
    var text =
        IntStream.range(0, count).mapToObj(i -> i + ",name " + i).collect(Collectors.joining("\n"));
    Files.writeString(bucket.resolve(key), "id,name\n" + text + "\n");
  }

  @Test
  void rowsAreWorkedOnInBatchesAndTheResultsWritten() throws IOException {
    rows("batches.csv", 25);
    var machine =
        map(
            READS_ROWS
                + "'ItemBatcher':{'MaxItemsPerBatch':10},'ResultWriter':{'Resource':"
                + "'arn:aws:states:::s3:putObject','Parameters':{'Bucket':'data','Prefix':'out'}},",
            "EXPRESS",
            PASS);

    var execution = start(machine, "{\"key\":\"batches.csv\"}");

    assertThat(ended(execution).output()).contains("\"Bucket\":\"data\"", "/manifest.json");
    var run = mapRun(execution);
    assertThat(run.itemCounts().succeeded()).isEqualTo(25);
    assertThat(run.executionCounts().succeeded()).isEqualTo(3);
    var folder = bucket.resolve("out").resolve(run.mapRunArn().replaceAll(".*:", ""));
    assertThat(Files.readString(folder.resolve("SUCCEEDED_0.json"))).contains("name 24");
  }

  @Test
  void theHistoryNamesTheMapRunAndNotItsChildren() {
    var machine = map("", "STANDARD", PASS);

    var execution = start(machine, "[1,2]");

    assertThat(ended(execution).output()).isEqualTo("[1,2]");
    assertThat(history(execution))
        .containsExactly(
            "ExecutionStarted",
            "MapStateEntered",
            "MapStateStarted",
            "MapRunStarted",
            "MapRunSucceeded",
            "MapStateSucceeded",
            "MapStateExited",
            "ExecutionSucceeded");
    assertThat(sfn.listExecutions(r -> r.stateMachineArn(machine)).executions()).hasSize(1);
    var mapRunArn = mapRun(execution).mapRunArn();
    var children = sfn.listExecutions(r -> r.mapRunArn(mapRunArn)).executions();
    assertThat(children)
        .hasSize(2)
        .allSatisfy(child -> {
          assertThat(child.mapRunArn()).isEqualTo(mapRunArn);
          assertThat(history(child.executionArn())).last().isEqualTo("ExecutionSucceeded");
        });
  }

  @Test
  void moreFailuresThanToleratedFailTheState() {
    var fails = "'StartAt':'F','States':{'F':{'Type':'Fail','Error':'Broken'}}";
    var machine = map("'ToleratedFailureCount':1,", "STANDARD", fails);

    var execution = ended(start(machine, "[1,2]"));

    assertThat(execution.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    assertThat(history(execution.executionArn()))
        .endsWith("MapRunFailed", "MapStateFailed", "ExecutionFailed");
  }

  @Test
  void aFileThatIsNotThereFailsTheState() {
    var machine = map(READS_ROWS, "STANDARD", PASS);

    var execution = ended(start(machine, "{\"key\":\"../../secret\"}"));

    assertThat(execution.error()).isEqualTo("States.ItemReaderFailed");
    assertThat(execution.cause()).contains("NoSuchKey");
  }

  @Test
  void aStoppedExecutionStopsItsMapRunAndTheChildren() {
    var waits = "'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':600,'End':true}}";
    var machine = map("'MaxConcurrency':2,", "STANDARD", waits);
    var execution = start(machine, "[1,2,3]");
    await()
        .untilAsserted(
            () -> assertThat(mapRun(execution).executionCounts().running()).isEqualTo(2));

    sfn.stopExecution(r -> r.executionArn(execution));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(mapRun(execution).statusAsString()).isEqualTo("ABORTED"));
    assertThat(mapRun(execution).executionCounts().aborted()).isEqualTo(2);
    assertThat(sfn.listExecutions(r -> r.mapRunArn(mapRun(execution).mapRunArn())).executions())
        .allSatisfy(child -> assertThat(child.statusAsString()).isEqualTo("ABORTED"));
  }

  @Test
  void aMapRunGoesOnAfterARestart() throws IOException {
    rows("restart.csv", 400);
    var waits = "'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':1,'End':true}}";
    var machine = map(READS_ROWS + "'MaxConcurrency':50,", "STANDARD", waits);
    var execution = start(machine, "{\"key\":\"restart.csv\"}");
    await()
        .untilAsserted(
            () -> assertThat(mapRun(execution).itemCounts().succeeded()).isGreaterThan(50));

    sfn.close();
    node.close();
    open();

    var output = ended(execution).output();
    assertThat(mapRun(execution).itemCounts().succeeded()).isEqualTo(400);
    assertThat(mapRun(execution).executionCounts().total()).isEqualTo(400);
    for (var i = 0; i < 400; i++) {
      assertThat(output).contains("\"name " + i + "\"");
    }
  }

  @Test
  void aRedriveTakesTheSameMapRunUpAgainAndOnlyWhatFailed() throws IOException {
    var activity = sfn.createActivity(r -> r.name("mended")).activityArn();
    var works =
        "'StartAt':'T','States':{'T':{'Type':'Task','Resource':'" + activity + "','End':true}}";
    var whole = "'ResultWriter':{'WriterConfig':{'OutputType':'JSON','Transformation':'NONE'}},";
    var machine = map("'MaxConcurrency':1," + whole, "STANDARD", works);
    var execution = start(machine, "[1,2,3]");
    answer(activity, true);
    answer(activity, false);
    assertThat(ended(execution).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    var failed = mapRun(execution);
    assertThat(failed.executionCounts().succeeded()).isEqualTo(1);
    assertThat(failed.executionCounts().failed()).isEqualTo(1);

    sfn.redriveExecution(r -> r.executionArn(execution));
    answer(activity, true);
    answer(activity, true);

    var results = new ObjectMapper().readTree(ended(execution).output());
    assertThat(results).extracting(r -> r.get("Output").asText()).containsExactly("1", "2", "3");
    assertThat(results).extracting(r -> r.get("RedriveCount").asInt()).containsExactly(0, 1, 0);
    var redriven = mapRun(execution);
    assertThat(redriven.mapRunArn()).isEqualTo(failed.mapRunArn());
    assertThat(redriven.redriveCount()).isEqualTo(1);
    assertThat(redriven.redriveDate()).isNotNull();
    assertThat(redriven.statusAsString()).isEqualTo("SUCCEEDED");
    assertThat(redriven.executionCounts().succeeded()).isEqualTo(3);
    assertThat(redriven.executionCounts().failed()).isZero();
    assertThat(redriven.executionCounts().pendingRedrive()).isZero();
    assertThat(history(execution))
        .containsSubsequence("ExecutionFailed", "ExecutionRedriven", "MapRunRedriven");
    var children = sfn.listExecutions(r -> r.mapRunArn(failed.mapRunArn())).executions();
    assertThat(children).hasSize(3);
    assertThat(children).extracting(child -> child.redriveCount()).containsExactly(0, 1, 0);
  }

  @Test
  void aRedriveStartsExpressChildrenAgainThatFailed() {
    var late = "arn:aws:states:us-east-1:000000000000:stateMachine:late";
    var calls =
        "'StartAt':'T','States':{'T':{'Type':'Task','Resource':"
            + "'arn:aws:states:::states:startExecution','Parameters':{'StateMachineArn':'"
            + late
            + "','Input':{}},'ResultPath':null,'End':true}}";
    var machine = map("'MaxConcurrency':1,", "EXPRESS", calls);
    var execution = start(machine, "[1,2,3]");
    assertThat(ended(execution).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    var failed = mapRun(execution);
    assertThat(failed.executionCounts().failed()).isEqualTo(1);
    sfn.createStateMachine(r ->
        r.name("late")
            .roleArn("arn:aws:iam::000000000000:role/r")
            .definition("{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Succeed\"}}}"));

    sfn.redriveExecution(r -> r.executionArn(execution));

    assertThat(ended(execution).output()).isEqualTo("[1,2,3]");
    var redriven = mapRun(execution);
    assertThat(redriven.mapRunArn()).isEqualTo(failed.mapRunArn());
    assertThat(redriven.executionCounts().succeeded()).isEqualTo(3);
    assertThat(redriven.executionCounts().failed()).isZero();
    assertThat(redriven.executionCounts().failuresNotRedrivable()).isZero();
    assertThat(history(execution)).contains("MapRunRedriven");
  }

  /** Works on one task: gives back what it got, or fails. */
  private void answer(String activity, boolean well) {
    var task = sfn.getActivityTask(r -> r.activityArn(activity));
    if (well) {
      sfn.sendTaskSuccess(r -> r.taskToken(task.taskToken()).output(task.input()));
    } else {
      sfn.sendTaskFailure(r -> r.taskToken(task.taskToken()).error("Broken"));
    }
  }
}
