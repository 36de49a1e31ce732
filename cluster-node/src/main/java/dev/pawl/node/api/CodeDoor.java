package dev.pawl.node.api;

import java.util.Optional;

/** The code of functions, for whoever follows {@code Code.Location} of GetFunction. */
@FunctionalInterface
public interface CodeDoor {

  /**
   * The zip; blocks.
   *
   * @param sha256 hexadecimal, of the zip wanted
   */
  Optional<byte[]> zip(String functionName, String sha256);
}
