package dev.pawl.node.execution;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Execution;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.jspecify.annotations.Nullable;

/** The synchronous Express executions of this node. */
final class ExpressRuns {
  private final ActorSystem<?> system;
  private final Executions.Collaborators with;
  private final AtomicLong started = new AtomicLong();

  ExpressRuns(ActorSystem<?> system, Executions.Collaborators with) {
    this.system = system;
    this.with = with;
  }

  CompletionStage<SyncOutcome> run(Command.StartExecution start) {
    return with.machines()
        .load(start.definitionHash())
        .thenCompose(machine -> {
          var end = new CompletableFuture<Execution>();
          system
              .systemActorOf(
                  ExpressRun.create(with, machine, end),
                  "express-" + started.incrementAndGet(),
                  Props.empty())
              .tell(start);
          return end;
        })
        .thenApply(ExpressRuns::outcome);
  }

  private static SyncOutcome outcome(Execution execution) {
    return new SyncOutcome(
        required(execution.startedAt()),
        required(execution.stoppedAt()),
        execution.status().name(),
        execution.output(),
        execution.error(),
        execution.cause());
  }

  private static Instant required(@Nullable Instant at) {
    if (at == null) {
      throw new AssertionError("Expected an ended execution to say when it started and stopped.");
    }
    return at;
  }
}
