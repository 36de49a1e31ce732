package dev.pawl.node.execution;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell.Turn;
import dev.pawl.node.execution.ExecutionEntity.Reply;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What an execution says to those who asked, once it is true for good. */
final class Replies {
  private Replies() {}

  static void send(Turn<ActorRef<Reply>> turn) {
    for (var answer : turn.answers()) {
      answer.replyTo().tell(reply(turn.after(), answer.command(), answer.decision()));
    }
  }

  private static Reply reply(Execution execution, Command command, Decision decision) {
    var refused = decision instanceof Decision.Rejected rejected ? rejected.reason() : null;
    return new Reply(
        refused,
        execution.status(),
        execution.startedAt(),
        execution.stoppedAt(),
        refused == Decision.Reason.ALREADY_STARTED
            && command instanceof Command.StartExecution start
            && repeats(execution, start),
        redrivenAt(execution, command),
        decision instanceof Decision.Rejected rejected ? rejected.message() : null,
        execution.pause());
  }

  private static @Nullable Instant redrivenAt(Execution execution, Command command) {
    var last = execution.redrivenAt();
    if (last == null) {
      return null;
    }
    var token =
        switch (command) {
          case Command.RedriveExecution redrive -> redrive.clientToken();
          case Command.RedriveExecutionFrom redrive -> redrive.clientToken();
          default -> null;
        };
    return execution.redrives().repeated(token, last).orElse(last);
  }

  /** The very same request on its second way, or one that asks for what already runs. */
  private static boolean repeats(Execution execution, Command.StartExecution start) {
    var origin = execution.origin();
    if (origin == null) {
      return false;
    }
    if (origin.seal().equals(start.seal())) {
      return true;
    }
    // Differs from AWS: a task that finds its execution started by another is refused, because that
    // one would never tell it of its end.
    return start.startedBy() != null
        ? start.startedBy().equals(origin.startedBy())
        : execution.isRunning() && origin.input().text().equals(start.input().text());
  }
}
