package dev.pawl.node.bulk;

/** What can be done to many executions. */
public enum BulkAction {
  /** As StopExecution; one that has ended stays as it is. */
  STOP,
  /** As RedriveExecution, once for each bulk operation. */
  REDRIVE;

  /** The parameters that an action may have. */
  public boolean knows(String parameter) {
    return this == STOP && (parameter.equals("error") || parameter.equals("cause"));
  }
}
