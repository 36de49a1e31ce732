package dev.pawl.persistence.catalog;

import org.jspecify.annotations.Nullable;

/** What became of a wish to publish a state machine. */
public sealed interface Publication {

  /** This is the version of the machine's current revision, new or from before. */
  record Published(StateMachineVersion version) implements Publication {}

  /**
   * The machine is of another revision than the caller thought.
   *
   * @param currentRevisionId null for the revision it was created with
   */
  record OtherRevision(@Nullable String currentRevisionId) implements Publication {}

  /** There is no such machine. */
  record NoMachine() implements Publication {}

  /** The machine is on its way out. */
  record Deleting() implements Publication {}

  /** The machine has as many versions as it may have. */
  record TooMany() implements Publication {}
}
