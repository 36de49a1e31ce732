package dev.pawl.node.limit;

import com.typesafe.config.Config;
import dev.pawl.engine.execution.Limited;
import dev.pawl.engine.limit.Waiting;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.PermitPort;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.limit.LimitCatalog;
import dev.pawl.persistence.limit.PermitTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants permits on this node: at once when an execution here queues or ends, and every {@code
 * pawl.concurrency-limits.sweep-interval} for whatever a dead node, a lost message or a lost answer
 * has left behind. Every node does so; that they do it at the same time is the {@link
 * PermitTable}'s concern. Passes of one machine follow each other; all that happens during one is
 * seen to by the next, so that a busy machine costs one write for many permits.
 */
public final class PermitGranter implements PermitPort {

  private static final Logger LOG = LoggerFactory.getLogger(PermitGranter.class);

  private final PermitTable table;
  private final LimitCatalog limits;
  private final Executor blocking;
  private final Clock clock;
  private final Duration sweepInterval;
  // A machine is in here while a pass of it is under way: true if another is to follow.
  private final ConcurrentMap<String, Boolean> passes = new ConcurrentHashMap<>();
  private volatile @Nullable Executions executions;

  /**
   * @param pawl the configuration under {@code pawl}
   * @param blocking where the database may be read
   */
  public static PermitGranter of(Database database, Config pawl, Executor blocking, Clock clock) {
    return new PermitGranter(
        database.permits(),
        database.limits(),
        pawl.getDuration("concurrency-limits.sweep-interval"),
        blocking,
        clock);
  }

  private PermitGranter(
      PermitTable table,
      LimitCatalog limits,
      Duration sweepInterval,
      Executor blocking,
      Clock clock) {
    this.table = table;
    this.limits = limits;
    this.sweepInterval = sweepInterval;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Begins, when executions can be told. */
  public void open(ActorSystem<?> system, Executions living) {
    executions = living;
    system
        .scheduler()
        .scheduleWithFixedDelay(
            sweepInterval,
            sweepInterval,
            () -> blocking.execute(this::sweep),
            system.executionContext());
  }

  @Override
  public void moved(String stateMachineArn) {
    if (passes.merge(stateMachineArn, false, (under, way) -> true).equals(false)) {
      blocking.execute(() -> pass(stateMachineArn));
    }
  }

  @Override
  public CompletionStage<Optional<Limited>> limited(String executionArn) {
    return CompletableFuture.supplyAsync(() -> limits.find(machineOf(executionArn)), blocking)
        .thenApply(found -> found.map(entry -> new Limited(entry.limits().keyPath())));
  }

  private static String machineOf(String executionArn) {
    return executionArn
        .substring(0, executionArn.lastIndexOf(':'))
        .replaceFirst(":execution:", ":stateMachine:");
  }

  private void pass(String stateMachineArn) {
    try {
      table
          .grant(stateMachineArn, clock.instant())
          .whenComplete((pass, failure) -> ended(stateMachineArn, pass, failure));
    } catch (RuntimeException e) {
      ended(stateMachineArn, null, e);
    }
  }

  private void ended(
      String stateMachineArn, PermitTable.@Nullable Pass pass, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn(
          "Expected to grant permits of {}; the next sweep tries again.", stateMachineArn, failure);
    }
    if (pass != null) {
      tell(pass.granted());
    }
    var again = failure == null && pass != null && pass.again();
    var follows =
        passes.compute(
            stateMachineArn, (arn, asked) -> again || Boolean.TRUE.equals(asked) ? false : null);
    if (follows != null) {
      blocking.execute(() -> pass(stateMachineArn));
    }
  }

  /** Reads what should not be there, and mends it. Blocks. */
  private void sweep() {
    try {
      tellAgain(table.untaken(clock.instant().minus(sweepInterval)));
      table.waitedFor().forEach(this::moved);
    } catch (RuntimeException e) {
      LOG.warn("Expected to look for executions that wait their turn; trying again soon.", e);
    }
  }

  /**
   * An owner that does not know the newest row would refuse for ever; it is woken up to it first.
   */
  private void tellAgain(List<PermitTable.Untaken> granted) {
    var living = executions;
    if (living != null) {
      for (var each : granted) {
        living.wake(each.executionArn(), each.seqNr());
        living.takePermit(each.executionArn(), each.ticket());
      }
    }
  }

  private void tell(List<Waiting> granted) {
    var living = executions;
    if (living != null) {
      granted.forEach(each -> living.takePermit(each.executionArn(), each.ticket()));
    }
  }
}
