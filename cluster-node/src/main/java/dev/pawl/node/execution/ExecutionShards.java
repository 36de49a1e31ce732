package dev.pawl.node.execution;

import dev.pawl.engine.execution.Command;
import dev.pawl.node.cluster.LeavingNodes;
import dev.pawl.node.cluster.OpenAsks;
import dev.pawl.node.cluster.Opening;
import dev.pawl.node.cluster.ShardsHere;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The executions as the cluster has shared them out: reaches one wherever it lives, asks it until
 * it answers, and knows which are here.
 */
final class ExecutionShards {

  /** On a node that stops, a question fails at once. */
  private static final Executor PAUSE =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

  /** Which part of an execution's ARN names its machine. */
  private static final int MACHINE_NAME = 6;

  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final ExecutionSettings settings;
  private final Clock clock;
  private final OpenAsks open = new OpenAsks();

  ExecutionShards(ActorSystem<?> system, ExecutionSettings settings, Clock clock) {
    this.system = system;
    this.sharding = ClusterSharding.get(system);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Takes part in it.
   *
   * @param opening when executions may begin
   */
  void init(ExecutionWorld world, Opening opening) {
    sharding.init(
        Entity.of(
                ExecutionEntity.KEY,
                entity ->
                    opening.then(() ->
                        SupervisedExecution.create(world, entity.getEntityId(), entity.getShard())))
            .withStopMessage(new ExecutionEntity.HandOff())
            .withAllocationStrategy(LeavingNodes.get(system).allocation(ExecutionEntity.KEY)));
  }

  // ---- one execution

  /** Tells it something, and waits for nothing. */
  void tell(String executionArn, ExecutionEntity.Message message) {
    entity(executionArn).tell(message);
  }

  /** Gives it a command, and waits for nothing. */
  void tell(String executionArn, Command command) {
    tell(executionArn, new ExecutionEntity.Ask(command, null));
  }

  /** Gives it a command, and asks again until {@code pawl.execution.request-timeout}. */
  CompletionStage<ExecutionEntity.Reply> ask(String executionArn, Command command) {
    return ask(
        executionArn,
        command,
        clock.instant().plus(settings.requestTimeout()),
        settings.askTimeout());
  }

  private CompletionStage<ExecutionEntity.Reply> ask(
      String executionArn, Command command, Instant deadline, Duration patience) {
    return open.<ExecutionEntity.Message, ExecutionEntity.Reply>ask(
            entity(executionArn),
            replyTo -> new ExecutionEntity.Ask(command, replyTo),
            timeout(deadline, patience))
        .handle((reply, failure) -> {
          if (failure == null) {
            return CompletableFuture.completedStage(reply);
          }
          return isTimeout(failure) && clock.instant().isBefore(deadline)
              ? CompletableFuture.supplyAsync(() -> longer(patience), PAUSE)
                  .thenCompose(more -> ask(executionArn, command, deadline, more))
              : CompletableFuture.<ExecutionEntity.Reply>failedStage(failure);
        })
        .thenCompose(reply -> reply);
  }

  private Duration longer(Duration patience) {
    var twice = patience.multipliedBy(2);
    return twice.compareTo(settings.requestTimeout()) < 0 ? twice : settings.requestTimeout();
  }

  private Duration timeout(Instant deadline, Duration patience) {
    var left = Duration.between(clock.instant(), deadline);
    return left.compareTo(patience) < 0 && !left.isNegative() && !left.isZero() ? left : patience;
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof TimeoutException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof TimeoutException);
  }

  /** See {@link Executions#take}. */
  CompletionStage<ExecutionEntity.Taken> take(
      String executionArn, long taskId, @Nullable String workerName) {
    return open.ask(
        entity(executionArn),
        replyTo -> new ExecutionEntity.Take(taskId, workerName, replyTo),
        settings.takeConfirmation());
  }

  /** A node is gone, and messages with it: everything that was not answered is asked again. */
  void askAgain() {
    open.repeat();
  }

  private EntityRef<ExecutionEntity.Message> entity(String executionArn) {
    return sharding.entityRefFor(ExecutionEntity.KEY, executionArn);
  }

  // ---- what is here

  /** How many shards are on this node now. Blocks. */
  int count() {
    return region().getShards().size();
  }

  /**
   * ARNs of the executions that are in memory on this node now, in no order. Blocks.
   *
   * @param max how many at most
   */
  List<String> here(int max) {
    return CollectionConverters.asJava(region().shards()).stream()
        .flatMap(shard -> CollectionConverters.asJava(shard.entityIds()).stream())
        .limit(max)
        .toList();
  }

  /** Those of them that run this machine, or a part of it in a Map Run. Blocks. */
  List<String> hereOf(String stateMachineArn) {
    var name = stateMachineArn.substring(stateMachineArn.lastIndexOf(':') + 1);
    return here(Integer.MAX_VALUE).stream().filter(arn -> isOf(name, arn)).toList();
  }

  private static boolean isOf(String machine, String executionArn) {
    var parts = executionArn.split(":", -1);
    return parts.length > MACHINE_NAME
        && (parts[MACHINE_NAME].equals(machine) || parts[MACHINE_NAME].startsWith(machine + "/"));
  }

  private ShardRegion.CurrentShardRegionState region() {
    return ShardsHere.ask(system, ExecutionEntity.KEY, settings.askTimeout())
        .toCompletableFuture()
        .join();
  }
}
