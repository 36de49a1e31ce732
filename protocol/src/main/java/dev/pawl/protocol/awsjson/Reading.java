package dev.pawl.protocol.awsjson;

/** What reading a request against its shape came to. */
public sealed interface Reading {

  /** Every member has its shape. */
  record Valid(Input input) implements Reading {}

  /** A value is of another JSON type than its member: AWS's {@code SerializationException}. */
  record Unreadable(String message) implements Reading {}

  /** Values break constraints: AWS's {@code ValidationException}, with all of them in one text. */
  record Invalid(String message) implements Reading {}
}
