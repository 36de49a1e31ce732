package dev.pawl.protocol.awsjson;

/** The operations that AWS does not have: {@code X-Amz-Target: Pawl.PauseExecution}. */
public final class PawlShapes {

  /** The part of {@code X-Amz-Target} before the dot. */
  public static final String TARGET_PREFIX = "Pawl";

  private PawlShapes() {}
}
