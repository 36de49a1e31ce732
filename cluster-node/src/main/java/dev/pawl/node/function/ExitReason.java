package dev.pawl.node.function;

import java.util.Map;

/** Says why a runtime ended, in Lambda's words. */
final class ExitReason {
  private static final int SIGNAL_BASE = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "hangup"),
          Map.entry(2, "interrupt"),
          Map.entry(3, "quit"),
          Map.entry(4, "illegal instruction"),
          Map.entry(6, "aborted"),
          Map.entry(7, "bus error"),
          Map.entry(8, "floating point exception"),
          Map.entry(9, "killed"),
          Map.entry(11, "segmentation fault"),
          Map.entry(13, "broken pipe"),
          Map.entry(15, "terminated"));

  private ExitReason() {}

  /**
   * Java reports a signal as 128 + its number, so that {@code exit 137} and SIGKILL read the same.
   */
  static String text(int exitValue) {
    if (exitValue == 0) {
      return "Runtime exited without providing a reason";
    }
    String signal = SIGNALS.get(exitValue - SIGNAL_BASE);
    return "Runtime exited with error: "
        + (signal == null ? "exit status " + exitValue : "signal: " + signal);
  }
}
