package dev.pawl.node.boot;

import com.typesafe.config.Config;
import dev.pawl.persistence.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what nobody needs any more: executions that ended long ago, state machines that were
 * deleted and whose last execution has ended, definitions that nothing refers to, bulk operations
 * that ended long ago. What fails is tried again at the next round.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private enum Round {
    NOW
  }

  private final Database database;
  private final Clock clock;
  private final Duration retention;
  private final int batch;

  private Housekeeping(Database database, Config settings, Clock clock) {
    this.database = database;
    this.clock = clock;
    retention = settings.getDuration("execution-retention");
    batch = settings.getInt("batch");
  }

  /**
   * @param settings the block {@code pawl.housekeeping}
   */
  static Behavior<?> create(Database database, Config settings, Clock clock) {
    var housekeeping = new Housekeeping(database, settings, clock);
    return Behaviors.<Round>setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(Round.NOW, settings.getDuration("interval"));
          return Behaviors.receive(Round.class)
              .onMessage(Round.class, round -> housekeeping.round(context))
              .build();
        }));
  }

  private Behavior<Round> round(ActorContext<Round> context) {
    tell(database.stateMachines().sweep());
    tell(database.bulkOperations().deleteEnded(clock.instant().minus(retention)));
    database
        .retention()
        .deleteEnded(clock.instant().minus(retention), batch)
        .whenComplete((deleted, failure) -> {
          if (failure != null) {
            LOG.warn("Expected to delete executions that ended long ago.", failure);
          } else if (deleted >= batch) {
            context.getSelf().tell(Round.NOW);
          }
        });
    return Behaviors.same();
  }

  private static void tell(CompletionStage<Integer> swept) {
    swept.whenComplete((deleted, failure) -> {
      if (failure != null) {
        LOG.warn("Expected to delete what nothing refers to any more.", failure);
      }
    });
  }
}
