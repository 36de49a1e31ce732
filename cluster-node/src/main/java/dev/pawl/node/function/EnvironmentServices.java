package dev.pawl.node.function;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What all environments of a pool share. */
record EnvironmentServices(
    FunctionSettings settings,
    Path runDirectory,
    CodeStore code,
    ProcessGuard guard,
    LambdaRuntimes runtimes,
    FunctionLogs logs,
    Clock clock,
    Executor executor,
    ScheduledExecutorService timers) {

  /** Kills what an earlier node has left, and clears its place. */
  static EnvironmentServices open(
      NodeDirectory directory,
      FunctionSettings settings,
      FunctionCode code,
      FunctionLogs logs,
      Clock clock,
      Executor executor,
      Executor unpacking,
      ScheduledExecutorService timers)
      throws IOException {
    Path run = directory.path().resolve("run");
    ProcessGuard guard = new ProcessGuard(run, settings.runAs());
    FileTree.deleteContents(run);
    return new EnvironmentServices(
        settings,
        run,
        new CodeStore(settings, code, unpacking),
        guard,
        new LambdaRuntimes(
            directory.path().resolve("runtimes"),
            settings.runtimesDirectory(),
            Interpreters.ofThisMachine(settings.interpreters())),
        logs,
        clock,
        executor,
        timers);
  }

  EnvironmentDirectory newDirectory(FunctionSpec spec) {
    return new EnvironmentDirectory(
        runDirectory,
        settings.directory().resolve("runtimes"),
        settings.runAs(),
        spec,
        logs.of(spec.name()),
        clock);
  }

  /** Timers only hand over: a slow disk does not make the next one late. */
  Future<?> after(Duration delay, Runnable action) {
    return timers.schedule(() -> executor.execute(action), delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
