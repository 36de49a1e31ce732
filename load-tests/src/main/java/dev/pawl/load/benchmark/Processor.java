package dev.pawl.load.benchmark;

import java.time.Duration;
import java.util.stream.Stream;

/** Processor time that processes have used so far, as the operating system counts it. */
final class Processor {

  private Processor() {}

  static Duration ofThisProcess() {
    return of(ProcessHandle.current());
  }

  static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** A process and everything it started that still runs. */
  static Duration ofFamily(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(Processor::of)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
