package dev.pawl.node.execution;

/** What became of a worker's answer to a task (API reference, SendTaskSuccess: errors). */
public enum TaskAnswer {
  ACCEPTED,
  INVALID_TOKEN,
  TASK_DOES_NOT_EXIST,
  TASK_TIMED_OUT
}
