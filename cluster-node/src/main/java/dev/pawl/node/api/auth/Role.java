package dev.pawl.node.api.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a key is for. Each role may do what those before it may; {@link Permissions} says which one
 * an operation needs.
 */
public enum Role {
  /** Sees everything, payloads included, and changes nothing. */
  READER,

  /** Starts executions, calls functions and does their work. */
  SUBMITTER,

  /** Stops, redrives, and sets how much runs at once. */
  OPERATOR,

  /** Decides what runs: definitions, functions, roles. */
  ADMIN;

  /** As the configuration spells it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String label) {
    return Arrays.stream(values()).filter(role -> role.label().equals(label)).findFirst();
  }

  boolean includes(Role least) {
    return compareTo(least) >= 0;
  }
}
