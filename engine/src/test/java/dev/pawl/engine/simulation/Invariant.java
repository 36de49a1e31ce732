package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.ExecutionShell.Turn;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.limit.Waiting;
import java.util.List;
import java.util.function.Supplier;

/** What must hold in every life. It is told what happens, and throws a {@link Violation}. */
interface Invariant {

  /** An owner, perhaps a stale one, has decided; nothing is stored yet. */
  default void decided(World world, String arn, Turn<Request> turn) {}

  /** The database is about to store a row under that number. */
  default void appending(World world, String arn, long number, Journal.Row row) {}

  /** The database has stored a row. */
  default void appended(World world, String arn, List<Recorded> events) {}

  /** The database is about to store a row of a Map Run under that number. */
  default void appending(World world, String mapRunArn, long number, MapRunRows.Row row) {}

  /** The database has stored a row of a Map Run. */
  default void appended(World world, String mapRunArn, MapRunRows.Row row) {}

  /** An entity has learned that its row is stored, and remembers it. */
  default void stored(World world, Entity entity, Turn<Request> turn) {}

  /** An entity has come back from the journal. */
  default void recovered(World world, Entity entity) {}

  /** Somebody outside is about to be told what became of a request. */
  default void answered(World world, Request request, Decision decision) {}

  /** A worker is about to be told that a task no longer waits for one. */
  default void refused(World world, String arn, Message.Take take) {}

  /** The database has given these executions their permits. */
  default void granted(World world, List<Waiting> granted) {}

  /** The faults have stopped, and nothing moves any more. */
  default void ended(World world) {}

  default void require(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw new Violation(getClass().getSimpleName(), message.get());
    }
  }
}
