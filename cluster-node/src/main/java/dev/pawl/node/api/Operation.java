package dev.pawl.node.api;

import dev.pawl.protocol.awsjson.OperationShape;
import java.util.concurrent.CompletionStage;

/**
 * One operation of an API. Its shape has been checked when it is called; refusals are {@link
 * ApiError}s.
 */
public sealed interface Operation {

  OperationShape shape();

  /**
   * Whether it answers as soon as it can, within {@code pawl.api.answer-max}; else it waits for a
   * task, a function or an execution.
   */
  default boolean isPrompt() {
    return true;
  }

  /** Answers from the database; runs where blocking is allowed. */
  non-sealed interface Blocking extends Operation {
    Reply answer(Call call);
  }

  /** Answers later and never blocks the thread that asks. */
  non-sealed interface Asking extends Operation {
    CompletionStage<Reply> answer(Call call);
  }
}
