package dev.pawl.node.api.pawl;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.node.execution.MigrateOutcome;
import dev.pawl.node.execution.RedriveOutcome;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What is asked of living executions to go on elsewhere than AWS lets them. */
public interface LineageDoor {

  /**
   * Takes an ended execution up again from one of its states.
   *
   * @param lastEventId of the history that {@code from} was read from
   * @param clientToken the same one twice is answered twice, and done once
   * @return empty if the history has gone on since
   */
  CompletionStage<Optional<RedriveOutcome>> redriveFrom(
      String executionArn, Event.Restart from, long lastEventId, String clientToken);

  /** Lets a running execution go on with another revision of its machine. */
  CompletionStage<MigrateOutcome> migrate(String executionArn, Pinned to);
}
