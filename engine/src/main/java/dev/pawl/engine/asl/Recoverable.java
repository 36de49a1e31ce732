package dev.pawl.engine.asl;

import java.util.List;

/** A state that may be retried and whose errors may be caught: Task, Parallel, Map. */
public sealed interface Recoverable permits TaskState, ParallelState, MapState {

  /** In the order of the definition: the first that matches is used. */
  List<Retrier> retriers();

  /** In the order of the definition: the first that matches is used. */
  List<Catcher> catchers();
}
