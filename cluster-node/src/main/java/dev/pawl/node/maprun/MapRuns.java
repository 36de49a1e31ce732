package dev.pawl.node.maprun;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.StartedBy;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.MapRunStatus;
import dev.pawl.node.cluster.LeavingNodes;
import dev.pawl.node.cluster.OpenAsks;
import dev.pawl.node.cluster.Opening;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.Machines;
import dev.pawl.node.execution.MapRunPort;
import dev.pawl.node.objects.ObjectStore;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.MapRunChildren;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** The door to living Map Runs. */
public final class MapRuns implements MapRunPort {
  private final ClusterSharding sharding;
  private final LeavingNodes leaving;
  private final MapRunSettings settings;
  private final OpenAsks open = new OpenAsks();
  private final Set<String> starting = ConcurrentHashMap.newKeySet();

  public MapRuns(ActorSystem<?> system, MapRunSettings settings) {
    this.sharding = ClusterSharding.get(system);
    this.leaving = LeavingNodes.get(system);
    this.settings = settings;
  }

  /**
   * What Map Runs need of the node.
   *
   * @param incarnation names this run of this node
   * @param opening when Map Runs may begin
   * @param blocking where the database and the object store may be waited for
   */
  public record Collaborators(
      Executions executions,
      Machines machines,
      ExecutionHistories histories,
      MapRunChildren children,
      ObjectStore objects,
      Clock clock,
      String incarnation,
      Executor blocking,
      Opening opening) {}

  /** Shards the Map Runs over the cluster. */
  public void open(Collaborators with) {
    var world =
        new MapRunWorld(
            settings,
            with.executions(),
            new MapRunPlans(with.histories(), with.machines(), with.blocking()),
            with.children(),
            with.objects(),
            new ItemSources(with.objects()),
            with.clock(),
            with.incarnation(),
            with.blocking(),
            this::wake);
    sharding.init(
        Entity.of(
                MapRunEntity.KEY,
                entity ->
                    with.opening()
                        .then(() ->
                            MapRunEntity.create(world, entity.getEntityId(), entity.getShard())))
            .withStopMessage(new MapRunEntity.HandOff())
            .withAllocationStrategy(leaving.allocation(MapRunEntity.KEY)));
  }

  /** Whether this is the ARN of a Map Run. */
  public static boolean isMapRun(String arn) {
    return arn.contains(":mapRun:");
  }

  @Override
  public void start(Effect.StartMapRun start) {
    if (starting.add(start.mapRunArn())) {
      startOnce(start);
    }
  }

  private void startOnce(Effect.StartMapRun start) {
    CompletableFuture.supplyAsync(() -> start)
        .thenCompose(asked ->
            open.<MapRunEntity.Message, MapRunEntity.Reply>ask(
                entity(asked.mapRunArn()),
                replyTo ->
                    new MapRunEntity.Start(
                        asked.executionArn(), asked.eventId(), asked.redrive(), replyTo),
                settings.askTimeout()))
        .whenComplete((reply, failure) -> {
          // One that still stops from before is redriven when it has.
          if (failure == null && reply.redrive() >= start.redrive()) {
            starting.remove(start.mapRunArn());
          } else {
            CompletableFuture.delayedExecutor(
                    settings.againAfter().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> startOnce(start));
          }
        });
  }

  @Override
  public void stop(Effect.StopMapRun stop) {
    entity(stop.mapRunArn()).tell(new MapRunEntity.Stop());
  }

  @Override
  public void childEnded(StartedBy.MapRunPlace child, ExecutionStatus status) {
    entity(child.mapRunArn()).tell(new MapRunEntity.ChildEnded(child.index(), status));
  }

  /**
   * Changes the limits of a Map Run.
   *
   * @return where it stands; only one that runs has taken them
   */
  public CompletionStage<MapRunStatus> update(String mapRunArn, MapRunCommand.UpdateLimits limits) {
    return open.<MapRunEntity.Message, MapRunEntity.Reply>ask(
            entity(mapRunArn),
            replyTo -> new MapRunEntity.Update(limits, replyTo),
            settings.askTimeout())
        .thenApply(MapRunEntity.Reply::status);
  }

  /** Wakes a Map Run that needs attention; one that is awake and knows that row takes no notice. */
  public void wake(String mapRunArn, long seqNr) {
    entity(mapRunArn).tell(new MapRunEntity.Wake(seqNr));
  }

  /** A node is gone, and messages with it: everything that was not answered is asked again. */
  public void askAgain() {
    open.repeat();
  }

  private EntityRef<MapRunEntity.Message> entity(String mapRunArn) {
    return sharding.entityRefFor(MapRunEntity.KEY, mapRunArn);
  }
}
