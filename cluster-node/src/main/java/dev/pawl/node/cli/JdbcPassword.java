package dev.pawl.node.cli;

/**
 * The password of the database. It comes by the environment, since everybody on a machine may read
 * the command lines.
 */
final class JdbcPassword {
  private JdbcPassword() {}

  /** What {@code PAWL_JDBC_PASSWORD} says, or that if it is not set. */
  static String orElse(String otherwise) {
    return System.getenv().getOrDefault("PAWL_JDBC_PASSWORD", otherwise);
  }
}
