package dev.pawl.node.execution;

import dev.pawl.node.cluster.Ownership;
import dev.pawl.node.observe.LogFields;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** An {@link ExecutionEntity} that begins anew when it fails, unless it always does. */
final class SupervisedExecution {
  private SupervisedExecution() {}

  /** The behavior of one execution. */
  static Behavior<ExecutionEntity.Message> create(
      ExecutionWorld world, String arn, ActorRef<ClusterSharding.ShardCommand> shard) {
    return LogFields.about(
        LogFields.EXECUTION_ARN,
        arn,
        Behaviors.supervise(
                Behaviors.<ExecutionEntity.Message>setup(context ->
                    Behaviors.withTimers(timers -> behavior(world, arn, shard, context, timers))))
            .onFailure(Exception.class, Ownership.restart(world.settings().stashMax())));
  }

  private static Behavior<ExecutionEntity.Message> behavior(
      ExecutionWorld world,
      String arn,
      ActorRef<ClusterSharding.ShardCommand> shard,
      ActorContext<ExecutionEntity.Message> context,
      TimerScheduler<ExecutionEntity.Message> timers) {
    return world
        .quarantine()
        .until(arn)
        .<Behavior<ExecutionEntity.Message>>map(
            until -> new SetAside(world, arn, until, shard, context))
        .orElseGet(() -> new ExecutionEntity(world, arn, shard, context, timers));
  }
}
