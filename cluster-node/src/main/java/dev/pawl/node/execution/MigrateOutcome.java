package dev.pawl.node.execution;

/** What became of a wish to let an execution go over to another revision of its machine. */
public sealed interface MigrateOutcome {

  /** It runs that revision, whether it did before or not. */
  record Migrated() implements MigrateOutcome {}

  record DoesNotExist() implements MigrateOutcome {}

  /**
   * It stays as it is.
   *
   * @param reason names the state that is in the way, if one is
   */
  record NotMigratable(String reason) implements MigrateOutcome {}
}
