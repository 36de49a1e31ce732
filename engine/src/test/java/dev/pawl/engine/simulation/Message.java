package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an entity can be told. */
sealed interface Message {

  record Ask(Command command, @Nullable Request replyTo) implements Message {

    @Override
    public String toString() {
      return command.toString();
    }
  }

  record Take(long taskId, String worker, Consumer<Optional<Effect.OfferTask>> replyTo)
      implements Message {

    @Override
    public String toString() {
      return "Take[" + taskId + " for " + worker + "]";
    }
  }

  /** A worker has the task. */
  record Confirm(long taskId) implements Message {}

  /** No worker has said that it has the task, and there has been time enough. */
  record TakeBack(long taskId) implements Message {}

  /** Look at your timers; and if you do not know of that row, you are not the owner. */
  record Wake(long row) implements Message {}

  record Passivate() implements Message {}

  record Decide() implements Message {}

  record StoreSoftFacts() implements Message {}

  /**
   * The database has said which row is the newest; if this owner knows it, the refusal may be told.
   */
  record Confirmed(Runnable refusal, long sequenceNumber) implements Message {}
}
