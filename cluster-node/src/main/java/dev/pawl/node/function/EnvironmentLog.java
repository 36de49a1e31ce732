package dev.pawl.node.function;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What an environment says about itself and its invocations in its function's log, as Lambda does.
 */
final class EnvironmentLog {
  private final FunctionSpec spec;
  private final EnvironmentDirectory directory;
  private final Clock clock;

  /** Nothing can be said before the directory has been made. */
  EnvironmentLog(FunctionSpec spec, EnvironmentDirectory directory, Clock clock) {
    this.spec = spec;
    this.directory = directory;
    this.clock = clock;
  }

  void initStarted(String runtimeVersion) {
    say("INIT_START Runtime Version: " + runtimeVersion);
  }

  void initTimedOut(Duration duration) {
    say(
        "INIT_REPORT Init Duration: "
            + ReportLine.millis(duration)
            + " ms\tPhase: init\tStatus: timeout");
  }

  void began(Invocation invocation) {
    directory
        .output()
        .begin("START RequestId: " + invocation.requestId() + " Version: " + spec.version());
  }

  void timedOut(Invocation invocation) {
    say(
        Instant.now(clock)
            + " "
            + invocation.requestId()
            + " "
            + FunctionFailure.taskTimedOut(spec.timeoutSeconds()));
  }

  void usedTooMuchMemory(long limitBytes) {
    say("The process used more than " + limitBytes / ProcessMemory.MIB + " MB");
  }

  /**
   * @return the end of what the invocation has printed, with these lines
   */
  String ended(ReportLine report) {
    say("END RequestId: " + report.requestId());
    say(report.text());
    return directory.output().tail();
  }

  private void say(String line) {
    directory.output().say(line);
  }
}
