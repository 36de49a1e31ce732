package dev.pawl.engine.execution;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * The token by which somebody outside answers one attempt of one task. Whoever holds it can answer
 * that attempt and nothing else: the seal is drawn from a secret of this very execution, so a token
 * never fits another attempt, nor a later execution of the same name. Any node can read it (API
 * reference, {@code taskToken}: 1 to 2048 characters).
 *
 * @param taskId the id of the event that scheduled the task
 */
public record TaskToken(String executionArn, long taskId, String seal) {

  /** Longest token the API takes. */
  public static final int CHARS_MAX = 2048;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final int SEAL_BYTES = 16;

  static TaskToken of(Event.ExecutionStarted origin, long taskId) {
    return new TaskToken(origin.executionArn(), taskId, seal(origin.seal(), taskId));
  }

  /** Reads a token; empty if it is none of ours. */
  public static Optional<TaskToken> parse(String text) {
    if (text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    try {
      var parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|", -1);
      return parts.length == 3
          ? Optional.of(new TaskToken(parts[0], Long.parseLong(parts[1]), parts[2]))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The token as it is given to workers. */
  public String text() {
    var content = executionArn + "|" + taskId + "|" + seal;
    return ENCODER.encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  static String seal(String secret, long taskId) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest((secret + "|" + taskId).getBytes(StandardCharsets.UTF_8));
      return ENCODER.encodeToString(java.util.Arrays.copyOf(digest, SEAL_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
