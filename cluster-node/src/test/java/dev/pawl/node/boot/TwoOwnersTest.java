package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.TestClients;
import dev.pawl.persistence.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/**
 * Two nodes that know nothing of each other on one database: each takes the other's executions for
 * orphans, so that all have two owners all the time, and workers answer to either.
 */
class TwoOwnersTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final int EXECUTIONS = 8;
  private static final int STEPS = 12;
  private static final int WORKERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Pattern ANSWER = Pattern.compile("\"answer\":\"([^\"]+)\"");

  /** Both look for orphans and for tasks all the time. */
  private static final String EAGER =
      """
      pawl.execution.orphan-sweep-interval = 200 ms
      pawl.execution.slow-sweep-interval = 200 ms
      pawl.tasks.reload-interval = 100 ms
      pawl.api.activity-poll = 1 second
      """;

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean working = new AtomicBoolean(true);
  private final List<PawlNode> nodes = new ArrayList<>();
  private final List<SfnClient> clients = new ArrayList<>();
  private final List<Thread> workers = new ArrayList<>();
  private @TempDir Path directory;
  private EmbeddedPostgres postgres;

  @BeforeEach
  void startDatabase() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    working.set(false);
    for (var worker : workers) {
      worker.join();
    }
    clients.forEach(SfnClient::close);
    nodes.forEach(PawlNode::close);
    postgres.close();
  }

  private void startNodes() {
    for (var name : List.of("a", "b")) {
      var node =
          PawlNode.start(
              NodeSettings.of(directory.resolve(name), "127.0.0.1", 0)
                  .with(
                      DatabaseSettings.postgreSql(
                          postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"))
                  .with(ConfigFactory.parseString(EAGER)));
      nodes.add(node);
      clients.add(TestClients.sfn(URI.create("http://127.0.0.1:" + node.address().getPort())));
    }
  }

  /** A machine, and workers for its steps. */
  private String prepare() {
    var sfn = clients.getFirst();
    var activity = sfn.createActivity(r -> r.name("step")).activityArn();
    var machine =
        sfn.createStateMachine(r -> r.name("steps").roleArn(ROLE).definition(definition(activity)))
            .stateMachineArn();
    for (var i = 0; i < WORKERS; i++) {
      var client = clients.get(i % clients.size());
      workers.add(Thread.ofVirtual().start(() -> work(client, activity)));
    }
    return machine;
  }

  private List<String> start(String machine) {
    return IntStream.range(0, EXECUTIONS)
        .mapToObj(i ->
            clients
                .get(i % clients.size())
                .startExecution(r -> r.stateMachineArn(machine).input("{}"))
                .executionArn())
        .toList();
  }

  private static String definition(String activity) {
    var states = new StringBuilder();
    for (var i = 0; i < STEPS; i++) {
      states.append(
          """
          "S%d": {"Type": "Task", "Resource": "%s", "ResultPath": "$.s%d", "TimeoutSeconds": 5, %s,
            "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 99, "BackoffRate": 1}]},
          """
              .formatted(
                  i,
                  activity,
                  i,
                  i + 1 < STEPS ? "\"Next\": \"S" + (i + 1) + "\"" : "\"End\": true"));
    }
    return "{\"StartAt\": \"S0\", \"States\": {"
        + states.toString().strip().replaceFirst(",$", "")
        + "}}";
  }

  private void work(SfnClient sfn, String activity) {
    while (working.get()) {
      try {
        var task = sfn.getActivityTask(r -> r.activityArn(activity));
        if (task.taskToken() != null) {
          var answer = Long.toHexString(System.nanoTime()) + Thread.currentThread().threadId();
          sfn.sendTaskSuccess(
              r -> r.taskToken(task.taskToken()).output("{\"answer\":\"" + answer + "\"}"));
          accepted.add(answer);
        }
      } catch (SdkException refused) {
        // The other owner was faster, or a step timed out.
      }
    }
  }

  private List<HistoryEvent> history(String arn) {
    return clients
        .getFirst()
        .getExecutionHistoryPaginator(r -> r.executionArn(arn))
        .events()
        .stream()
        .toList();
  }

  private boolean hasEnded(String arn) {
    return !clients
        .getLast()
        .describeExecution(r -> r.executionArn(arn))
        .statusAsString()
        .equals("RUNNING");
  }

  private void awaitThat(BooleanSupplier condition) {
    await().atMost(PATIENCE).pollInterval(POLL).until(condition::getAsBoolean);
  }

  private int otherWriters() {
    return countOf(
        "SELECT count(DISTINCT writer) - 1 FROM event_journal GROUP BY persistence_id ORDER BY 1 DESC LIMIT 1");
  }

  private int countOf(String sql) {
    try (var connection =
            DriverManager.getConnection(
                postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void historiesStayLinearThoughTwoNodesWriteThem() {
    startNodes();
    var machine = prepare();
    var executions = new ArrayList<String>();
    // On a fast machine all may be over before the other node has looked for orphans.
    awaitThat(() -> {
      var round = start(machine);
      round.forEach(arn -> awaitThat(() -> hasEnded(arn)));
      executions.addAll(round);
      return otherWriters() > 0;
    });

    var found = new HashSet<String>();
    for (var arn : executions) {
      var events = history(arn);
      for (var i = 0; i < events.size(); i++) {
        assertThat(events.get(i).id()).as(arn).isEqualTo(i + 1L);
      }
      assertThat(events.getLast().typeAsString()).isEqualTo("ExecutionSucceeded");
      events.stream()
          .filter(event -> event.activitySucceededEventDetails() != null)
          .map(event -> ANSWER.matcher(event.activitySucceededEventDetails().output()))
          .forEach(answer -> {
            assertThat(answer.find()).isTrue();
            assertThat(found.add(answer.group(1))).as("answers are in one place").isTrue();
          });
    }
    assertThat(found).hasSize(executions.size() * STEPS).containsAll(accepted);
  }

  /** The same with the fence taken out. */
  @Test
  void withoutTheFenceTheyDoNot() throws SQLException {
    try (var unfenced = UnfencedDriver.install()) {
      startNodes();
      try (var connection =
              DriverManager.getConnection(
                  postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
          var statement = connection.createStatement()) {
        statement.execute("ALTER TABLE event_journal DROP CONSTRAINT event_journal_pkey");
      }
      var machine = prepare();

      awaitThat(() -> {
        start(machine);
        return rowsWrittenTwice() > 0;
      });

      assertThat(unfenced.hasRemovedFence()).isTrue();
    }
  }

  private int rowsWrittenTwice() {
    return countOf(
        """
        SELECT count(*) FROM (
          SELECT 1 FROM event_journal GROUP BY persistence_id, sequence_number HAVING count(*) > 1) AS twice\
        """);
  }
}
