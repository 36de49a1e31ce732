package dev.pawl.protocol.awsjson;

import static dev.pawl.protocol.awsjson.Member.optional;
import static dev.pawl.protocol.awsjson.Member.required;
import static dev.pawl.protocol.awsjson.OperationShape.awsJson;
import static dev.pawl.protocol.awsjson.Shape.integer;
import static dev.pawl.protocol.awsjson.Shape.string;

/** The operations that AWS does not have: {@code X-Amz-Target: Pawl.PauseExecution}. */
public final class PawlShapes {

  /** The part of {@code X-Amz-Target} before the dot. */
  public static final String TARGET_PREFIX = "Pawl";

  // ---- concurrency limits

  private static final Shape CONCURRENCY = integer(1, 100_000);

  public static final OperationShape PUT_CONCURRENCY_LIMITS =
      awsJson(
          "PutConcurrencyLimits",
          required("stateMachineArn", string(1, 256)),
          optional("maxConcurrency", CONCURRENCY),
          optional("maxConcurrencyPerKey", CONCURRENCY),
          optional("keyPath", string(1, 256)),
          optional("maxQueued", CONCURRENCY));

  public static final OperationShape DESCRIBE_CONCURRENCY_LIMITS =
      awsJson("DescribeConcurrencyLimits", required("stateMachineArn", string(1, 256)));

  public static final OperationShape DELETE_CONCURRENCY_LIMITS =
      awsJson("DeleteConcurrencyLimits", required("stateMachineArn", string(1, 256)));

  private PawlShapes() {}
}
