package dev.pawl.node.cli;

/** What a command tells the shell. The same table stands in {@code docs/cli.md}. */
final class ExitCode {

  /** Done. */
  static final int OK = 0;

  /**
   * Done, and the answer is bad: a definition is invalid, an execution failed, a function threw, a
   * check broke.
   */
  static final int BAD_ANSWER = 1;

  /** The command line makes no sense. Also picocli's own code for that. */
  static final int USAGE = 2;

  /** The node refused the request. */
  static final int REFUSED = 3;

  /** No node answers. */
  static final int UNREACHABLE = 4;

  /**
   * Something on this machine is in the way: a file is missing, a port is taken, a data directory
   * is in use.
   */
  static final int LOCAL = 5;

  /** A mistake in Pawl itself. The number is the one of BSD's sysexits. */
  static final int BUG = 70;

  /** The others have given this node up. The number is the one of BSD's sysexits: try again. */
  static final int GIVEN_UP = 75;

  private ExitCode() {}
}
