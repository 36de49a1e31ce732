package dev.pawl.engine.execution;

import java.util.List;
import java.util.Set;

/** The answer to a command: facts to store together, or a refusal. */
public sealed interface Decision {

  /**
   * @param execution what the events make of the execution they were decided on
   * @param touched the scopes the events changed
   * @param steps what its expressions have cost
   */
  record Accepted(List<Recorded> events, Execution execution, Set<Integer> touched, long steps)
      implements Decision {
    public Accepted {
      events = List.copyOf(events);
      touched = Set.copyOf(touched);
    }
  }

  record Rejected(Reason reason, String message) implements Decision {}

  /** Why a command is refused. */
  enum Reason {
    ALREADY_STARTED,
    NOT_STARTED,
    ENDED,
    INVALID_TOKEN,
    TASK_TIMED_OUT,
    /** The same request has already been accepted. */
    REPEATED,
    /** Ask again: the job's end may not be told before its start. */
    NOT_SUBMITTED,
    NOTHING_TO_DO,
    /** It runs, has succeeded, or ended too long ago; the message says which. */
    NOT_REDRIVABLE,
    /** More signals wait than may wait, or the one that comes is too large. */
    SIGNAL_LIMIT,
    /** Read the history and ask again: it has gone on since. */
    OUTDATED,
    /** The other definition does not fit what is open; the message names the state. */
    NOT_MIGRATABLE
  }
}
