package dev.pawl.node.bulk;

/** What can be done to many executions. */
public enum BulkAction {
  /** As StopExecution; one that has ended stays as it is. */
  STOP,

  /** As RedriveExecution, once for each bulk operation. */
  REDRIVE,

  /** As PauseExecution; one that stands still already keeps its first reason. */
  PAUSE,

  /** As ResumeExecution; one that has ended stays as it is. */
  RESUME,

  /** As MigrateExecution; of an alias each execution always gets the same version. */
  MIGRATE;

  /** The parameters that an action may have. */
  public boolean knows(String parameter) {
    return switch (this) {
      case STOP -> parameter.equals("error") || parameter.equals("cause");
      case PAUSE -> parameter.equals("reason");
      case MIGRATE -> parameter.equals("targetArn");
      case REDRIVE, RESUME -> false;
    };
  }
}
