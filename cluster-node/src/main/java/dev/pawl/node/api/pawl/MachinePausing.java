package dev.pawl.node.api.pawl;

import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.persistence.catalog.StateMachinePause;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets all executions of a state machine stand still, and go on. Answered when it is durable; every
 * node knows of it within {@code pawl.execution.pause-refresh-interval}.
 */
final class MachinePausing {

  private final SteeringOperations.Parts parts;
  private final OperationRunner runner;

  MachinePausing(SteeringOperations.Parts parts, OperationRunner runner) {
    this.parts = parts;
    this.runner = runner;
  }

  CompletionStage<Reply> pause(String arn, @Nullable String reason) {
    return existing(arn)
        .thenCompose(checked -> parts.pauses().pause(checked, reason))
        .thenApply(this::known);
  }

  CompletionStage<Reply> resume(String arn) {
    return existing(arn)
        .thenCompose(checked -> parts.pauses().resume(checked))
        .thenApply(over -> over.map(this::known).orElseGet(() -> reply(null)));
  }

  private CompletionStage<String> existing(String arn) {
    var checked = Arns.checkedStateMachine(arn);
    return runner.blocking(() -> {
      if (parts.stateMachines().find(checked).isEmpty()) {
        throw StepFunctionsErrors.stateMachineDoesNotExist(checked);
      }
      return checked;
    });
  }

  private Reply known(StateMachinePause pause) {
    parts.pausesChanged().run();
    return reply(pause);
  }

  private static Reply reply(@Nullable StateMachinePause pause) {
    var answer = Members.object();
    var lasts = pause != null && pause.pause().paused();
    answer.put("paused", lasts);
    if (pause != null && lasts) {
      Members.time(answer, "pauseDate", pause.changedAt());
      Members.text(answer, "pauseReason", pause.pause().reason());
    }
    return Reply.of(answer);
  }
}
