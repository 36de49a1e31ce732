package dev.pawl.engine.expression;

import org.jspecify.annotations.Nullable;

/** A path, template or expression that AWS would refuse when the state machine is created. */
public final class IllegalExpressionException extends Exception {
  private static final long serialVersionUID = 1;

  static final String SCHEMA_VALIDATION_FAILED = "SCHEMA_VALIDATION_FAILED";
  static final String INVALID_JSONATA_EXPRESSION = "INVALID_JSONATA_EXPRESSION";
  static final String UNSUPPORTED_JSONATA_EXPRESSION = "UNSUPPORTED_JSONATA_EXPRESSION";

  private final String code;
  private final String reason;
  private final @Nullable String location;

  public IllegalExpressionException(String code, String message, @Nullable String location) {
    super(message, null, false, false);
    this.code = code;
    this.reason = message;
    this.location = location;
  }

  static IllegalExpressionException schema(String message) {
    return new IllegalExpressionException(SCHEMA_VALIDATION_FAILED, message, null);
  }

  @Override
  public String getMessage() {
    return reason;
  }

  /** The diagnostic's code, such as {@code INVALID_JSONATA_EXPRESSION}. */
  public String code() {
    return code;
  }

  /**
   * Where inside the template the mistake stands, such as {@code list[0]/name}; null at its root.
   */
  public @Nullable String location() {
    return location;
  }
}
