package dev.pawl.engine.execution;

/**
 * The three families of task events in a history: {@code LambdaFunction…}, {@code Activity…} and
 * {@code Task…}.
 */
public enum TaskKind {
  LAMBDA,
  ACTIVITY,
  SERVICE
}
