package dev.pawl.engine.expression;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The hashes of {@code States.Hash} and {@code $hash}. */
final class Digests {
  static final List<String> ALGORITHMS = List.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  private Digests() {}

  /** The hash in lower-case hexadecimal digits; empty when there is no such algorithm. */
  static Optional<String> hex(String data, String algorithm) {
    if (!ALGORITHMS.contains(algorithm)) {
      return Optional.empty();
    }
    try {
      var digest = MessageDigest.getInstance(algorithm);
      return Optional.of(
          HexFormat.of().formatHex(digest.digest(data.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java platform has them
    }
  }
}
