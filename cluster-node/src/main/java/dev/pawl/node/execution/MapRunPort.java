package dev.pawl.node.execution;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.StartedBy;

/** Where the Map Runs of executions are. Nothing here fails: it is tried until it is done. */
public interface MapRunPort {

  /** Lets the Map Run begin, which then confirms itself to the execution. */
  void start(Effect.StartMapRun start);

  /** Nobody waits for it any more. It finds that out by itself, too, only later. */
  void stop(Effect.StopMapRun stop);

  /** One of its children has ended. A hint: the Map Run asks the index for those it misses. */
  void childEnded(StartedBy.MapRunPlace child, ExecutionStatus status);
}
