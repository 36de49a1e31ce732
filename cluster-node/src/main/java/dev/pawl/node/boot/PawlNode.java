package dev.pawl.node.boot;

import com.typesafe.config.Config;
import dev.pawl.engine.execution.Decider;
import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.api.AwsPort;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.auth.Gate;
import dev.pawl.node.api.operation.FollowedHistory;
import dev.pawl.node.bulk.BulkActions;
import dev.pawl.node.bulk.BulkMigration;
import dev.pawl.node.bulk.BulkRounds;
import dev.pawl.node.bulk.BulkWork;
import dev.pawl.node.cluster.ClusterView;
import dev.pawl.node.cluster.LeavingNodes;
import dev.pawl.node.cluster.Opening;
import dev.pawl.node.execution.ExecutionSettings;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.Launches;
import dev.pawl.node.execution.MachinePauses;
import dev.pawl.node.execution.Machines;
import dev.pawl.node.execution.PauseSweep;
import dev.pawl.node.execution.WakeSweep;
import dev.pawl.node.function.FunctionPool;
import dev.pawl.node.function.FunctionSettings;
import dev.pawl.node.grpc.GrpcPort;
import dev.pawl.node.grpc.GrpcSettings;
import dev.pawl.node.grpc.KeyedCallers;
import dev.pawl.node.limit.PermitGranter;
import dev.pawl.node.maprun.MapRunSettings;
import dev.pawl.node.maprun.MapRuns;
import dev.pawl.node.objects.LocalObjects;
import dev.pawl.node.objects.ObjectStore;
import dev.pawl.node.objects.S3Objects;
import dev.pawl.node.observe.ExecutionLogs;
import dev.pawl.node.observe.ExecutionWatch;
import dev.pawl.node.observe.ObserveSettings;
import dev.pawl.node.task.ActivityTasks;
import dev.pawl.node.task.FunctionTasks;
import dev.pawl.node.task.NestedExecutions;
import dev.pawl.node.task.NodeTasks;
import dev.pawl.node.task.SdkStepFunctions;
import dev.pawl.node.task.StoredFunctions;
import dev.pawl.node.task.TaskSettings;
import dev.pawl.node.trace.TraceSettings;
import dev.pawl.persistence.Database;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: its database, its part of the cluster, its functions, and its ports. Closing it stops
 * them in the opposite order; what runs goes on at the next start.
 */
public final class PawlNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PawlNode.class);
  private static final Duration POLL_AGAIN = Duration.ofSeconds(5);
  private static final Duration KEYS_AGAIN = Duration.ofSeconds(30);
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final Deque<Runnable> stops = new ArrayDeque<>();
  private final NodeSettings settings;
  private final CompletableFuture<Done> ended = new CompletableFuture<>();
  private final Opening opening = new Opening();
  private final MachinePauses pauses = new MachinePauses();
  private @Nullable InetSocketAddress address;
  private @Nullable InetSocketAddress grpcAddress;
  private @Nullable Observation observation;
  private @Nullable ActorSystem<Void> system;

  private PawlNode(NodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts a node and returns when it serves requests.
   *
   * @throws dev.pawl.persistence.DatabaseStartException if its database cannot be opened
   * @throws IllegalStateException if it cannot start for another reason; nothing of it is left
   *     running
   */
  public static PawlNode start(NodeSettings settings) {
    var node = new PawlNode(settings);
    try {
      node.start();
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Where the AWS port listens. */
  public InetSocketAddress address() {
    if (address == null) {
      throw new IllegalStateException("Expected the node to have started.");
    }
    return address;
  }

  /** Where gRPC is, unless {@code pawl.grpc.port} is off. */
  public Optional<InetSocketAddress> grpcAddress() {
    return Optional.ofNullable(grpcAddress);
  }

  private void start() {
    var keys = RequiredKeys.of(settings);
    var database = Database.open(settings.database());
    stops.push(database::close);
    var clock = new DatabaseClock(System::nanoTime, database.time());
    var blocking =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("pawl-read-", 0).factory());
    stops.push(blocking::close);
    var config = NodeConfiguration.of(settings, database);
    var pawl = config.getConfig("pawl");
    var observation =
        Observation.begin(
            ObserveSettings.from(pawl.getConfig("observe")),
            TraceSettings.from(pawl.getConfig("trace"), instance()));
    stops.push(observation::close);
    this.observation = observation;
    // Stopped after the actor system: an invocation that ends with the node is nobody's failure,
    // and is made again.
    var pool = pool(database, pawl, blocking);
    stops.push(pool::close);
    var system = system(config);
    this.system = system;
    var cluster = join(system, database, pawl);
    if (!(settings.membership() instanceof NodeSettings.Alone)) {
      var heartbeat =
          Heartbeat.start(system, cluster, database, pawl.getConfig("cluster"), blocking);
      stops.push(() -> join(heartbeat.stop()));
    }
    var quotas = QuotaSettings.quotas(pawl.getConfig("quotas"));
    var api = ApiSettings.of(pawl.getConfig("api"), quotas);
    var functions =
        new StoredFunctions(
            database.functions(),
            pool,
            "arn:aws:lambda:%s:%s:function:".formatted(api.region(), api.account()),
            blocking);
    var meters = observation.metrics();
    var activities = ActivityTasks.init(system, TaskSettings.from(pawl), meters.activities());
    var stepFunctions = new SdkStepFunctions();
    var launches = new Launches(database.stateMachines(), database.versions(), database.aliases());
    var nested =
        new NestedExecutions(
            launches::find,
            arn ->
                database
                    .executions()
                    .find(arn)
                    .filter(found -> found.status().equals("RUNNING"))
                    .isPresent(),
            database.permits(),
            blocking,
            clock,
            quotas.payloadBytesMax());
    var permits = PermitGranter.of(database, pawl, blocking, clock);
    var machines =
        new Machines(hash -> database.stateMachines().definition(hash).orElseThrow(), blocking);
    var mapRuns =
        new MapRuns(
            system, MapRunSettings.from(pawl.getConfig("map-run"), quotas.payloadBytesMax()));
    var logs =
        ExecutionLogs.open(settings.dataDirectory().resolve("logs/executions"), api.region());
    stops.push(logs::close);
    var executions =
        executions(
            system,
            cluster,
            pawl,
            database,
            blocking,
            functions,
            nested,
            stepFunctions,
            activities,
            machines,
            mapRuns,
            permits,
            clock,
            new ExecutionWatch(meters.executions(), logs, observation.tracing()));
    mapRuns.open(
        new MapRuns.Collaborators(
            executions,
            machines,
            database.histories(),
            database.mapRuns(),
            objects(pawl, api.region()),
            clock,
            cluster.incarnation(),
            blocking,
            opening));
    activities.open(executions, database.executions(), blocking, opening);
    nested.open(executions);
    permits.open(system, executions);
    pauses.learn(database.pauses());
    var steering = ExecutionSettings.from(pawl.getConfig("execution"));
    PauseSweep.start(system, pauses, database, executions, steering, cluster, blocking);
    opening.open();
    var sweep =
        system.systemActorOf(
            WakeSweep.create(
                database.executions(),
                steering,
                cluster,
                executions.room(),
                execution -> {
                  if (MapRuns.isMapRun(execution.executionArn())) {
                    mapRuns.wake(execution.executionArn(), execution.seqNr());
                  } else {
                    executions.wake(execution.executionArn(), execution.seqNr());
                  }
                },
                blocking,
                clock),
            "wake-sweep",
            Props.empty());
    Runnable askAgain =
        () -> {
          executions.askAgain();
          mapRuns.askAgain();
          activities.pollAgain();
        };
    LeavingNodes.get(system).whileOneLeaves(askAgain);
    cluster.whenOneIsGone(() -> {
      askAgain.run();
      sweep.tell(new WakeSweep.FindOrphans());
    });
    system
        .scheduler()
        .scheduleWithFixedDelay(
            KEYS_AGAIN,
            KEYS_AGAIN,
            () -> blocking.execute(keys::reload),
            system.executionContext());
    // A poll that was lost while a shard moved, with nobody gone.
    system
        .scheduler()
        .scheduleWithFixedDelay(
            POLL_AGAIN, POLL_AGAIN, activities::pollAgain, system.executionContext());
    var bulk =
        BulkRounds.start(
            system,
            new BulkWork(
                database.bulkOperations(),
                database.search(),
                new BulkActions(
                    executions,
                    new BulkMigration(executions, database.executions(), launches, blocking)),
                cluster.incarnation(),
                clock,
                blocking),
            database.bulkOperations(),
            pawl.getDuration("bulk.interval"),
            blocking);
    stops.push(bulk::stop);
    system.systemActorOf(
        Housekeeping.create(database, pawl.getConfig("housekeeping"), clock),
        "housekeeping",
        Props.empty());
    var gate = new Gate(keys, api.account(), clock);
    var apis =
        Doors.of(
            api,
            database,
            executions,
            mapRuns,
            activities,
            pool,
            OperationRunner.of(system, api),
            blocking,
            clock,
            settings,
            cluster,
            observation,
            logs,
            gate);
    var port = join(AwsPort.open(system, api, apis, settings.host(), settings.awsPort()));
    stops.push(() -> join(port.stop()));
    address = port.address();
    var calls = new OperationCalls(apis, quotas);
    stepFunctions.open(Doors.stepFunctions(calls));
    openGrpc(
        system,
        GrpcSettings.of(pawl.getConfig("grpc")),
        new GrpcPort.Parts(
            calls,
            new FollowedHistory(database.executions(), database.histories(), api.region()),
            activities,
            executions.followers(),
            database.executions(),
            apis.ready(),
            new KeyedCallers(gate)));
    var depthMax = ExecutionSettings.from(pawl.getConfig("execution")).journalDepthMax();
    observation.watch(system, database, clock, pool, depthMax);
    var handOverMax = pawl.getDuration("cluster.hand-over-max");
    stops.push(() -> LeavingNodes.get(system).handOver(handOverMax));
  }

  /** Names this node in traces. */
  private String instance() {
    return switch (settings.membership()) {
      case NodeSettings.Alone ignored -> settings.host() + ":" + settings.awsPort();
      case NodeSettings.ByDatabase shared -> shared.host() + ":" + shared.port();
      case NodeSettings.ByKubernetes kubernetes ->
          kubernetes.environment().getOrDefault("HOSTNAME", settings.host());
    };
  }

  private void openGrpc(ActorSystem<Void> system, GrpcSettings grpc, GrpcPort.Parts parts) {
    if (grpc.port().isPresent()) {
      var port = join(GrpcPort.open(system, grpc, grpc.port().getAsInt(), parts));
      stops.push(() -> join(port.stop()));
      grpcAddress = port.address();
    }
  }

  private ObjectStore objects(Config pawl, String region) {
    var directory = pawl.getString("s3.local-directory");
    var objects =
        directory.isEmpty()
            ? new S3Objects(region, pawl.getString("s3.endpoint"))
            : new LocalObjects(Path.of(directory));
    stops.push(objects::close);
    return objects;
  }

  private FunctionPool pool(Database database, Config pawl, ExecutorService blocking) {
    return new FunctionPool(
        FunctionSettings.of(functionsConfig(pawl), settings.dataDirectory()),
        (functionArn, sha256) ->
            CompletableFuture.supplyAsync(
                () -> database.functions().code(sha256).orElseThrow(), blocking));
  }

  /** Handlers that use an AWS SDK find this node, unless their environment says otherwise. */
  private Config functionsConfig(Config pawl) {
    var functions = pawl.getConfig("functions");
    return settings.awsPort() == 0
        ? functions
        : functions.withFallback(OwnEndpoint.of(settings, pawl.getString("api.tls-directory")));
  }

  private ActorSystem<Void> system(Config config) {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "pawl", config.resolve());
    stops.push(() -> {
      system.terminate();
      join(system.getWhenTerminated());
    });
    system.getWhenTerminated().thenAccept(ended::complete);
    return system;
  }

  private ClusterView join(ActorSystem<Void> system, Database database, Config pawl) {
    var view = new ClusterView(system);
    switch (settings.membership()) {
      case NodeSettings.Alone ignored -> {
        view.form();
        join(view.up());
      }
      case NodeSettings.ByDatabase ignored -> join(new Joining(view, database, pawl).joined());
      case NodeSettings.ByKubernetes ignored -> {
        join(KubernetesBootstrap.start(system));
        awaitPeers(system, view);
      }
    }
    return view;
  }

  /** The peers may take their time: a node alone is alive, and waits. */
  private static void awaitPeers(ActorSystem<Void> system, ClusterView view) {
    var up = view.up().toCompletableFuture();
    var over = system.getWhenTerminated().toCompletableFuture();
    CompletableFuture.anyOf(up, over).join();
    if (!up.isDone()) {
      throw new IllegalStateException(
          "Expected to become a member of a cluster, but the actor system has ended.");
    }
  }

  /**
   * Runs this when the JVM is told to end, and only then lets go of the connections to other nodes:
   * a hook of the JVM's own would run while Pekko closes them.
   */
  public void whenJvmEnds(Runnable hook) {
    if (system == null) {
      throw new IllegalStateException("Expected the node to have started.");
    }
    CoordinatedShutdown.get(system).addJvmShutdownHook(hook);
  }

  /** Completes when the node has left the cluster, by itself or because it was given up. */
  public CompletionStage<Done> ended() {
    return ended;
  }

  private Executions executions(
      ActorSystem<Void> system,
      ClusterView cluster,
      Config pawl,
      Database database,
      ExecutorService blocking,
      StoredFunctions functions,
      NestedExecutions nested,
      SdkStepFunctions stepFunctions,
      ActivityTasks activities,
      Machines machines,
      MapRuns mapRuns,
      PermitGranter permits,
      Clock clock,
      ExecutionWatch watch) {
    var index = database.executions();
    var catalog = database.activities();
    return Executions.init(
        system,
        new Executions.Collaborators(
            ExecutionSettings.from(pawl.getConfig("execution")),
            new Decider(QuotaSettings.quotas(pawl.getConfig("quotas"))),
            machines,
            new NodeTasks(
                new FunctionTasks(functions, clock),
                nested,
                stepFunctions,
                activities,
                new KnownActivities(arn -> catalog.find(arn).isPresent())::exists),
            mapRuns,
            clock,
            cluster.incarnation(),
            database.writer()::depth,
            arn -> CompletableFuture.supplyAsync(() -> index.newestSeqNr(arn), blocking),
            watch,
            permits,
            (arn, seqNr, until) -> database.writer().mark(arn, seqNr, until, null),
            opening,
            pauses));
  }

  /** Where metrics and health are, unless {@code pawl.observe.port} is off. */
  public Optional<InetSocketAddress> observeAddress() {
    return observation == null ? Optional.empty() : observation.address();
  }

  @Override
  public void close() {
    if (observation != null) {
      observation.health().stopping();
    }
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (RuntimeException e) {
        LOG.warn("Expected a part of the node to stop cleanly, but it did not.", e);
      }
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected to start or stop a node, but was interrupted.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("Expected an answer within " + START_MAX, e);
    }
  }
}
