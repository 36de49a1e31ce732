package dev.pawl.persistence;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be opened, and an operator must look. {@link #problem} says which page of
 * {@code docs/errors} helps.
 */
public final class DatabaseStartException extends RuntimeException {

  /** Why it cannot be opened. The code is what operators search for. */
  public enum Problem {
    DATA_DIRECTORY_IN_USE("PAWL-101"),
    DATA_DIRECTORY_UNUSABLE("PAWL-102"),
    SCHEMA_IS_NEWER("PAWL-103"),
    MIGRATION_FAILED("PAWL-104"),
    DATABASE_UNREACHABLE("PAWL-105");

    private final String code;

    Problem(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  private final Problem problem;

  DatabaseStartException(Problem problem, String message, @Nullable Throwable cause) {
    super(problem.code() + ": " + message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
