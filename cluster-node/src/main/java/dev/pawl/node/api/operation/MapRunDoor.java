package dev.pawl.node.api.operation;

import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.MapRunStatus;
import java.util.concurrent.CompletionStage;

/** What operations ask of living Map Runs. */
public interface MapRunDoor {

  /** Changes its limits, and tells where it stands: only one that runs has taken them. */
  CompletionStage<MapRunStatus> update(String mapRunArn, MapRunCommand.UpdateLimits limits);
}
