package dev.pawl.protocol.awsjson;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a member and what AWS's models demand of its value. A shape is data: {@link
 * Validation} reads requests with it, and the documentation can be written from it.
 */
public sealed interface Shape {

  /**
   * A string. Its length is counted in characters, and in UTF-8 bytes where AWS says so ({@code
   * inBytes}). The value of a sensitive member is never repeated in an error.
   */
  record StringShape(
      int minLength,
      int maxLength,
      @Nullable Pattern pattern,
      List<String> values,
      boolean sensitive,
      boolean inBytes)
      implements Shape {

    public StringShape {
      values = List.copyOf(values);
    }

    /** Its value is not repeated in errors. */
    public StringShape asSensitive() {
      return new StringShape(minLength, maxLength, pattern, values, true, inBytes);
    }

    /**
     * Must match this expression from its first to its last character; the error quotes the
     * expression.
     */
    public StringShape matching(String expression) {
      return new StringShape(
          minLength, maxLength, Pattern.compile(expression), values, sensitive, inBytes);
    }
  }

  /** A whole number within bounds, both included. */
  record IntegerShape(long min, long max) implements Shape {}

  /** A number within bounds, both included. */
  record DecimalShape(double min, double max) implements Shape {}

  /** true or false. */
  record BooleanShape() implements Shape {}

  /** Bytes, which travel as base64. */
  record BlobShape() implements Shape {}

  /** Members of one shape, so many of them. */
  record ListShape(Shape member, int minLength, int maxLength) implements Shape {}

  /** Names to values; what AWS demands of the names is checked by the operation. */
  record MapShape(Shape value) implements Shape {}

  /** Named members. The name appears in errors that show the value of a list. */
  record StructureShape(String name, List<Member> members) implements Shape {
    public StructureShape {
      members = List.copyOf(members);
    }
  }

  /** A structure that no operation of ours looks into; it is only told apart from an absent one. */
  record OpaqueShape() implements Shape {}

  static StringShape string() {
    return string(0, Integer.MAX_VALUE);
  }

  static StringShape string(int minLength, int maxLength) {
    return new StringShape(minLength, maxLength, null, List.of(), false, false);
  }

  /** Text whose length AWS counts in bytes of UTF-8, and which it keeps out of its errors. */
  static StringShape payload(int maxBytes) {
    return new StringShape(0, maxBytes, null, List.of(), true, true);
  }

  /** One of these values; the error lists them in this order. */
  static StringShape oneOf(String... values) {
    return new StringShape(0, Integer.MAX_VALUE, null, List.of(values), false, false);
  }

  static IntegerShape integer(long min, long max) {
    return new IntegerShape(min, max);
  }

  static DecimalShape decimal(double min, double max) {
    return new DecimalShape(min, max);
  }

  static BooleanShape bool() {
    return new BooleanShape();
  }

  static BlobShape blob() {
    return new BlobShape();
  }

  static ListShape listOf(Shape member) {
    return listOf(member, 0, Integer.MAX_VALUE);
  }

  static ListShape listOf(Shape member, int minLength, int maxLength) {
    return new ListShape(member, minLength, maxLength);
  }

  static MapShape mapTo(Shape value) {
    return new MapShape(value);
  }

  static StructureShape structure(String name, Member... members) {
    return new StructureShape(name, List.of(members));
  }

  static OpaqueShape opaque() {
    return new OpaqueShape();
  }
}
