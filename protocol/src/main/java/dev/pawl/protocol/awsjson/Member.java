package dev.pawl.protocol.awsjson;

/**
 * One member of a structure.
 *
 * @param name as the operation asks for it and as the body spells it
 * @param shape what its value must be
 * @param required absent, it is an error
 * @param location where the request carries it
 * @param wireName how a path, a query or a header spells it
 */
public record Member(
    String name, Shape shape, boolean required, Location location, String wireName) {

  /** Where a request carries a member. AWS JSON knows the body only. */
  public enum Location {
    BODY,
    URI,
    QUERY,
    HEADER
  }

  public static Member required(String name, Shape shape) {
    return new Member(name, shape, true, Location.BODY, name);
  }

  public static Member optional(String name, Shape shape) {
    return new Member(name, shape, false, Location.BODY, name);
  }

  /** A segment of the path, {@code {name}} in the operation's template. */
  public static Member inPath(String name, Shape shape) {
    return new Member(name, shape, true, Location.URI, name);
  }

  public static Member inQuery(String name, Shape shape) {
    return new Member(name, shape, false, Location.QUERY, name);
  }

  public static Member inHeader(String name, String header, Shape shape) {
    return new Member(name, shape, false, Location.HEADER, header);
  }

  /**
   * How Lambda's errors spell the member: Coral names members of its own models in lower camel
   * case, whatever the wire says.
   */
  String nameInErrors() {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
