package dev.pawl.engine.asl;

/**
 * How bad a {@link Diagnostic} is: a definition with an ERROR is refused, one with WARNINGs is not.
 */
public enum Severity {
  ERROR,
  WARNING
}
