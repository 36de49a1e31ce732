package dev.pawl.node.function;

import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One version of a function as the pool needs it.
 *
 * @param arn {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME}, with {@code :VERSION} behind it
 *     when it is not {@code $LATEST}
 * @param runtime as Lambda names it: {@code provided.al2023}, {@code python3.12}, {@code
 *     nodejs20.x}, {@code java21}
 * @param environment the user's own variables
 * @param codeSha256 SHA-256 of the zip, base64
 * @param revisionId changes with every change of code or configuration; processes of another
 *     revision are not reused
 * @param reservedConcurrency at most this many invocations at once on this node; 0 refuses all
 */
public record FunctionSpec(
    String name,
    String arn,
    String runtime,
    String handler,
    int timeoutSeconds,
    int memoryMb,
    Map<String, String> environment,
    String codeSha256,
    String revisionId,
    OptionalInt reservedConcurrency) {

  private static final int SHA256_BYTES = 32;
  private static final int ARN_PARTS_WITH_VERSION = 8;

  public FunctionSpec {
    if (Base64.getDecoder().decode(codeSha256).length != SHA256_BYTES) {
      throw new IllegalArgumentException("Expected a SHA-256 in base64, but found " + codeSha256);
    }
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** {@code $LATEST}, or the version that the ARN ends with. */
  public String version() {
    String[] parts = arn.split(":", -1);
    return parts.length == ARN_PARTS_WITH_VERSION ? parts[ARN_PARTS_WITH_VERSION - 1] : "$LATEST";
  }

  String region() {
    return arnPart(3, "us-east-1");
  }

  Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  Revision revision() {
    return new Revision(arn, revisionId, codeSha256);
  }

  private String arnPart(int index, String otherwise) {
    String[] parts = arn.split(":", -1);
    return parts.length > index && !parts[index].isEmpty() ? parts[index] : otherwise;
  }

  /** What two invocations must share to be served by the same process. */
  record Revision(String arn, String revisionId, String codeSha256) {}
}
