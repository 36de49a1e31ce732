package dev.pawl.node.api.operation;

import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.maprun.MapRunStatus;
import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.api.Apis;
import dev.pawl.node.api.Failures;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.TestClients;
import dev.pawl.node.api.TestPort;
import dev.pawl.node.api.auth.Gate;
import dev.pawl.node.api.identity.IdentityOperations;
import dev.pawl.node.api.logs.LogFiles;
import dev.pawl.node.api.logs.LogsOperations;
import dev.pawl.node.api.pawl.LineageOperations;
import dev.pawl.node.api.pawl.PawlOperations;
import dev.pawl.node.api.pawl.SearchOperations;
import dev.pawl.node.api.pawl.SteeringOperations;
import dev.pawl.node.execution.Launches;
import dev.pawl.node.task.ActivityTask;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.DatabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Both APIs over an embedded database, with fakes of what lives in a cluster, and AWS's own
 * clients.
 */
final class ApiFixture implements AutoCloseable {

  final Database database;
  final FakeExecutions executions;
  final FakeFunctions functions = new FakeFunctions();
  final AtomicReference<CompletableFuture<Optional<ActivityTask>>> poll =
      new AtomicReference<>(CompletableFuture.completedFuture(Optional.empty()));
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T16:00:00Z"));
  final TestPort port;
  List<Operation> operations = List.of();
  List<Operation> lambdaOperations = List.of();
  List<Operation> identity = List.of();
  List<Operation> pawlOperations = List.of();
  List<Operation> logOperations = List.of();
  final Gate gate;
  final Path logs;
  final SfnClient sfn;
  final LambdaClient lambda;

  ApiFixture(Path directory) {
    this(directory, "");
  }

  /**
   * @param keys what is said in {@code pawl.api}, {@code access-keys} for one
   */
  ApiFixture(Path directory, String keys) {
    gate = TestPort.gate(keys);
    logs = directory.resolve("logs");
    database = Database.open(DatabaseSettings.embedded(directory));
    executions = new FakeExecutions(database);
    port = TestPort.open(this::apis);
    sfn = TestClients.sfn(port.endpoint());
    lambda = TestClients.lambda(port.endpoint());
  }

  private Apis apis(ApiSettings settings, OperationRunner runner) {
    InstantSource clock = () -> time();
    var parts =
        new StepFunctionsOperations.Parts(
            database.stateMachines(),
            database.versions(),
            database.aliases(),
            database.tags(),
            database.activities(),
            database.executions(),
            database.histories(),
            executions,
            (arn, worker, wait) -> polled(),
            database.mapRuns(),
            (arn, limits) -> CompletableFuture.completedFuture(MapRunStatus.SUCCEEDED),
            database.permits(),
            clock);
    var lambdas = LambdaOperations.of(settings, runner, database.functions(), functions, clock);
    lambdaOperations = lambdas.operations();
    identity = IdentityOperations.of(settings.account(), database.roles(), database.tags(), clock);
    logOperations =
        LogsOperations.of(settings, database.logGroups(), this::logFiles, database.tags(), clock);
    operations = StepFunctionsOperations.of(settings, runner, parts);
    pawlOperations =
        PawlOperations.of(
            LineageOperations.of(
                runner,
                new LineageOperations.Parts(
                    database.stateMachines(),
                    new Launches(database.stateMachines(), database.versions(), database.aliases()),
                    database.executions(),
                    database.histories(),
                    new FakeLineage(),
                    Quotas.STRICT,
                    clock)),
            LimitOperations.of(
                runner,
                new LimitOperations.Parts(
                    database.stateMachines(),
                    database.limits(),
                    database.permits(),
                    settings.stateMachineCache(),
                    clock)),
            SearchOperations.of(
                new SearchOperations.Parts(
                    settings.account(),
                    settings.region(),
                    database.stateMachines(),
                    database.search(),
                    database.bulkOperations(),
                    clock)),
            SteeringOperations.of(runner, steering()));
    return TestPort.apis(
        runner,
        operations,
        lambdas.operations(),
        identity,
        logOperations,
        pawlOperations,
        lambdas.code(),
        new Failures(new KnownFailures()),
        gate);
  }

  private SteeringOperations.Parts steering() {
    return new SteeringOperations.Parts(
        executions::steer,
        database.stateMachines(),
        database.pauses(),
        () -> {},
        database.executions(),
        database.storedExecutions(),
        incarnation -> Optional.empty());
  }

  /** One group of executions, and one of a function with an older file. */
  private List<LogFiles.Group> logFiles() {
    return Files.isDirectory(logs)
        ? List.of(
            new LogFiles.Group(
                "/aws/lambda/greet",
                LogFiles.Format.FUNCTION,
                List.of(logs.resolve("log.2"), logs.resolve("log.1"))),
            new LogFiles.Group(
                "/pawl/orders", LogFiles.Format.EXECUTIONS, List.of(logs.resolve("orders.log"))))
        : List.of();
  }

  private Instant time() {
    var time = now.get();
    return time == null ? Instant.EPOCH : time;
  }

  private CompletableFuture<Optional<ActivityTask>> polled() {
    var next = poll.get();
    return next == null ? new CompletableFuture<>() : next;
  }

  @Override
  public void close() {
    sfn.close();
    lambda.close();
    port.close();
    database.close();
  }
}
