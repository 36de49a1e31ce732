package dev.pawl.node.api.operation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.node.api.pawl.LineageDoor;
import dev.pawl.node.execution.MigrateOutcome;
import dev.pawl.node.execution.RedriveOutcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** No execution lives here. */
final class FakeLineage implements LineageDoor {

  @Override
  public CompletionStage<Optional<RedriveOutcome>> redriveFrom(
      String executionArn, Event.Restart from, long lastEventId, String clientToken) {
    return CompletableFuture.completedStage(Optional.of(new RedriveOutcome.DoesNotExist()));
  }

  @Override
  public CompletionStage<MigrateOutcome> migrate(String executionArn, Pinned to) {
    return CompletableFuture.completedStage(new MigrateOutcome.DoesNotExist());
  }
}
