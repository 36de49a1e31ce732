package dev.pawl.node.function;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment: a process that runs one invocation after the other, and the Runtime
 * API it speaks.
 *
 * <p>It moves {@code STARTING → WAITING → RUNNING → ANSWERED → WAITING …} by what the runtime asks,
 * and to {@code ENDED} when the process ends or is to end. Whatever happens, each invocation it
 * took gets exactly one result.
 */
final class FunctionEnvironment implements RuntimeApi {

  /** Who gives it work. Called without any lock of the environment. */
  interface Owner {
    /** The runtime asks for an invocation. */
    void ready(FunctionEnvironment environment);

    /**
     * The runtime has answered, and is expected to ask again. Called before the caller has the
     * result.
     */
    void answered(FunctionEnvironment environment);

    /** The runtime did not come up; it says why, or its end does. */
    void initFailed(FunctionEnvironment environment, InitFailure failure);

    /** The process is gone, with all it had. */
    void ended(FunctionEnvironment environment);
  }

  private enum Phase {
    STARTING,
    WAITING,
    RUNNING,
    ANSWERED,
    ENDED
  }

  /**
   * A runtime that has reported an error, or whose process is gone, is left this long to say the
   * rest.
   */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final FunctionSpec spec;
  private final EnvironmentServices services;
  private final Owner owner;
  private final EnvironmentDirectory directory;
  private final EnvironmentLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Phase phase = Phase.STARTING;
  private boolean processGone;
  private @Nullable Invocation current;
  private boolean delivered;
  private String lastRequestId = "";
  private int asked;
  private long beganAtNanos = System.nanoTime();
  private @Nullable Duration initDuration;
  private @Nullable Future<?> timer;
  private @Nullable RuntimeApiServer server;
  private @Nullable Process process;

  FunctionEnvironment(FunctionSpec spec, EnvironmentServices services, Owner owner) {
    this.spec = spec;
    this.services = services;
    this.owner = owner;
    this.directory = services.newDirectory(spec);
    this.log = new EnvironmentLog(spec, directory, services.clock());
  }

  FunctionSpec spec() {
    return spec;
  }

  /**
   * Begins to start the process; {@code initLimit} from its start it is killed unless it has asked
   * for work.
   */
  void start(Duration initLimit) {
    services
        .code()
        .acquire(spec)
        .thenComposeAsync(code -> startProcess(code, initLimit), services.executor())
        .whenComplete((started, failure) -> {
          if (failure != null) {
            notStarted(failure);
          }
        });
  }

  private CompletableFuture<Void> startProcess(Path code, Duration initLimit) {
    try {
      directory.make();
      Launch launch = services.runtimes().launch(spec, code, directory.temporary());
      RuntimeApiServer api = new RuntimeApiServer(this, services.settings().responseBytesMax());
      setServer(api);
      log.initStarted(launch.version());
      Map<String, String> variables =
          ProcessEnvironment.of(
              spec,
              services.settings(),
              launch,
              directory.place(code, api.address()),
              directory.logStream());
      return services
          .guard()
          .start(launch.command(), code, variables, directory.output().file())
          .thenAcceptAsync(started -> watch(started, initLimit), services.executor());
    } catch (IOException | InvalidEntrypoint e) {
      throw new CompletionException(e);
    }
  }

  private void setServer(RuntimeApiServer api) {
    lock.lock();
    try {
      server = api;
    } finally {
      lock.unlock();
    }
  }

  private void watch(Process started, Duration initLimit) {
    boolean unwanted;
    lock.lock();
    try {
      process = started;
      unwanted = phase == Phase.ENDED;
      if (phase == Phase.STARTING) {
        beganAtNanos = System.nanoTime();
        restartTimer(initLimit, this::initTimedOut);
      }
    } finally {
      lock.unlock();
    }
    started.onExit().thenAcceptAsync(p -> exited(p.exitValue()), services.executor());
    if (unwanted) {
      services.guard().kill(started);
    }
  }

  private void notStarted(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    end();
    owner.initFailed(
        this,
        cause instanceof InvalidEntrypoint e
            ? new InitFailure.NothingToStart(e.text())
            : new InitFailure.NotStarted(cause == null ? failure : cause));
    release();
  }

  // ---- what the runtime asks

  @Override
  public Answer next() {
    int ticket;
    boolean isReady;
    lock.lock();
    try {
      if (phase == Phase.ENDED || processGone) {
        return Answer.SHUT_DOWN;
      }
      if (phase == Phase.RUNNING && delivered) {
        return Answer.INVALID_STATE;
      }
      isReady = phase == Phase.STARTING || phase == Phase.ANSWERED;
      if (phase == Phase.STARTING) {
        initDuration = Duration.ofNanos(System.nanoTime() - beganAtNanos);
      }
      if (isReady) {
        phase = Phase.WAITING;
        cancelTimer();
      }
      ticket = ++asked;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (isReady) {
      directory.output().collect(); // what it printed since its answer
      owner.ready(this);
    }
    return awaitInvocation(ticket);
  }

  private Answer awaitInvocation(int ticket) {
    lock.lock();
    try {
      // A runtime that lost its connection asks again on another: the later call counts.
      while (phase == Phase.WAITING && !processGone && ticket == asked) {
        changed.await();
      }
      Invocation invocation = current;
      if (phase != Phase.RUNNING || invocation == null || delivered || ticket != asked) {
        return Answer.SHUT_DOWN;
      }
      delivered = true;
      return invocation.asAnswer(services.clock());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.SHUT_DOWN;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Answer response(Report report) {
    return answered(
        report,
        invocation ->
            report.tooLarge()
                ? new Outcome.Failed(
                    FunctionFailure.responseTooLarge(services.settings().responseBytesMax()))
                : new Outcome.Succeeded(report.body()));
  }

  @Override
  public Answer error(Report report) {
    return answered(
        report,
        invocation ->
            report.tooLarge()
                ? new Outcome.Failed(
                    FunctionFailure.responseTooLarge(services.settings().responseBytesMax()))
                : new Outcome.Failed(
                    FunctionFailure.reported(
                        report.errorTypeOr("Runtime.Unknown"), report.body())));
  }

  @Override
  public Answer initError(Report report) {
    lock.lock();
    try {
      if (phase != Phase.STARTING) {
        return Answer.INVALID_STATE;
      }
      phase = Phase.ENDED;
      restartTimer(LAST_WORDS, this::kill);
    } finally {
      lock.unlock();
    }
    owner.initFailed(
        this,
        new InitFailure.Reported(
            FunctionFailure.reported(report.errorTypeOr("Runtime.Unknown"), report.body())));
    return Answer.ACCEPTED;
  }

  private Answer answered(Report report, Function<Invocation, Outcome> outcome) {
    Invocation invocation;
    lock.lock();
    try {
      invocation = current;
      if (phase == Phase.ENDED) {
        return Answer.SHUT_DOWN;
      }
      if (invocation == null || !delivered || !invocation.requestId().equals(report.requestId())) {
        return report.requestId().equals(lastRequestId)
            ? Answer.INVALID_STATE
            : Answer.INVALID_REQUEST_ID;
      }
      if (report.invocationId() != null
          && !report.invocationId().equals(invocation.invocationId())) {
        return Answer.INVALID_INVOCATION_ID;
      }
      current = null;
      lastRequestId = invocation.requestId();
      phase = Phase.ANSWERED;
      // It is to come back for the next one, and not to keep its place for ever.
      restartTimer(services.settings().initTimeout(), this::kill);
    } finally {
      lock.unlock();
    }
    owner.answered(this);
    finish(invocation, outcome.apply(invocation));
    return report.tooLarge() ? Answer.TOO_LARGE : Answer.ACCEPTED;
  }

  // ---- what the pool asks

  /** Gives it an invocation. False when it can take none: it has ended meanwhile. */
  boolean run(Invocation invocation) {
    lock.lock();
    try {
      if (phase != Phase.WAITING || processGone) {
        return false;
      }
      phase = Phase.RUNNING;
      current = invocation;
      delivered = false;
      beganAtNanos = System.nanoTime();
      log.began(invocation);
      restartTimer(invocation.beginTimeout(), () -> timedOut(invocation));
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it with a failure for an invocation that it was started for and never took. */
  void failUntaken(Invocation invocation, FunctionFailure failure) {
    log.began(invocation);
    finish(invocation, new Outcome.Failed(failure));
  }

  /** Kills the process. An invocation that it runs ends as a crash. */
  void kill() {
    Process running;
    lock.lock();
    try {
      if (phase != Phase.RUNNING) {
        phase = Phase.ENDED;
      }
      changed.signalAll();
      running = process;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      services.guard().kill(running);
    }
  }

  /** Moves what it printed into the log, and kills it when it uses more memory than it may. */
  void lookAfter() {
    Process running;
    lock.lock();
    try {
      running = phase == Phase.ENDED || phase == Phase.WAITING ? null : process;
    } finally {
      lock.unlock();
    }
    if (running == null) {
      return;
    }
    directory.output().collect();
    long limit = spec.memoryMb() * ProcessMemory.MIB + services.settings().memoryHeadroomBytes();
    if (services.settings().memoryLimited()
        && ProcessMemory.current(running.pid()).orElse(0) > limit) {
      log.usedTooMuchMemory(limit);
      services.guard().kill(running);
    }
  }

  // ---- how it ends

  private void initTimedOut() {
    lock.lock();
    try {
      if (phase != Phase.STARTING) {
        return;
      }
      phase = Phase.ENDED;
    } finally {
      lock.unlock();
    }
    log.initTimedOut(sinceBegin());
    kill();
    owner.initFailed(this, new InitFailure.TimedOut());
  }

  private void timedOut(Invocation invocation) {
    lock.lock();
    try {
      if (current != invocation) {
        return;
      }
      current = null;
      phase = Phase.ENDED;
    } finally {
      lock.unlock();
    }
    log.timedOut(invocation);
    finish(
        invocation,
        new Outcome.TimedOut(
            FunctionFailure.timedOut(invocation.requestId(), spec.timeoutSeconds())));
    kill();
  }

  private void exited(int exitValue) {
    RuntimeApiServer api;
    lock.lock();
    try {
      processGone = true;
      changed.signalAll();
      api = server;
    } finally {
      lock.unlock();
    }
    if (api != null) {
      api.drain(LAST_WORDS);
    }
    Invocation unanswered = current();
    boolean wasStarting = end();
    if (unanswered != null) {
      finish(
          unanswered,
          new Outcome.Failed(FunctionFailure.exited(unanswered.requestId(), exitValue)));
    }
    if (wasStarting) {
      owner.initFailed(this, new InitFailure.Exited(exitValue));
    }
    release();
  }

  private @Nullable Invocation current() {
    lock.lock();
    try {
      Invocation invocation = current;
      current = null;
      return invocation;
    } finally {
      lock.unlock();
    }
  }

  /** True when it had not yet come up. */
  private boolean end() {
    lock.lock();
    try {
      boolean wasStarting = phase == Phase.STARTING;
      phase = Phase.ENDED;
      cancelTimer();
      changed.signalAll();
      return wasStarting;
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    if (process != null) {
      services.guard().ended(process);
    }
    if (server != null) {
      server.close();
    }
    directory.delete();
    services.code().release(spec);
    owner.ended(this);
  }

  // ---- results

  private void finish(Invocation invocation, Outcome outcome) {
    String tail = log.ended(report(invocation, outcome));
    invocation.complete(outcome.result(spec.version(), tail), outcome.end());
  }

  private ReportLine report(Invocation invocation, Outcome outcome) {
    ReportLine line =
        new ReportLine(
            invocation.requestId(),
            sinceBegin(),
            spec.memoryMb(),
            process == null ? OptionalLong.empty() : ProcessMemory.peak(process.pid()),
            Optional.ofNullable(initDuration),
            outcome);
    initDuration = null;
    return line;
  }

  private Duration sinceBegin() {
    return Duration.ofNanos(System.nanoTime() - beganAtNanos);
  }

  private void restartTimer(Duration delay, Runnable action) {
    cancelTimer();
    timer = services.after(delay, action);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
