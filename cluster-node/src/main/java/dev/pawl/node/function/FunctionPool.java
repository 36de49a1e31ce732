package dev.pawl.node.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the functions of this node: one process for each invocation at a time, kept warm for the
 * next, as many as are asked for up to {@code processes-max}. Beyond that invocations wait in a
 * bounded queue, and beyond it they are throttled.
 *
 * <p>Invariants: an invocation that was accepted gets one result; no more processes live than
 * allowed; a process serves one revision of one function, and after a time-out or a crash no
 * further invocation.
 */
public final class FunctionPool implements AutoCloseable {
  private static final Duration LOOK_AFTER = Duration.ofMillis(200);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  /**
   * A process goes on with its own function's work unless another's has waited longer than this.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * A process that has answered asks for the next invocation within about a millisecond: one that
   * comes just then waits so long for it, and only then for a new process.
   */
  private static final Duration RETURN = Duration.ofMillis(50);

  private final FunctionSettings settings;
  private final NodeDirectory directory;
  private final EnvironmentServices services;
  private final FunctionLogs logs;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("function-", 0).factory());
  private final ExecutorService unpacking =
      Executors.newFixedThreadPool(
          2, Thread.ofPlatform().name("function-code-", 0).daemon().factory());
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("function-timers").daemon().factory());
  private final FunctionEnvironment.Owner owner = new EnvironmentOwner();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition processEnded = lock.newCondition();
  private final Fleets fleets = new Fleets();
  private final InvocationQueue waiting;
  private final InvocationsInFlight inFlight = new InvocationsInFlight();
  private final PoolCounters counters = new PoolCounters();
  private boolean closed;

  public FunctionPool(FunctionSettings settings, FunctionCode code) {
    this(settings, code, Clock.systemUTC());
  }

  /**
   * Takes the directory of the settings, or when another node of this machine has it, the next one.
   */
  FunctionPool(FunctionSettings settings, FunctionCode code, Clock clock) {
    try {
      this.directory = NodeDirectory.take(settings.directory());
      this.settings = settings.in(directory.path());
      this.logs = new FunctionLogs(directory.path().resolve("log"), settings);
      this.services =
          EnvironmentServices.open(
              directory, this.settings, code, logs, clock, executor, unpacking, timers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.waiting = new InvocationQueue(services);
    timers.setRemoveOnCancelPolicy(true);
    timers.scheduleWithFixedDelay(
        () -> run(this::lookAfter),
        LOOK_AFTER.toMillis(),
        LOOK_AFTER.toMillis(),
        TimeUnit.MILLISECONDS);
    long sweep = Math.clamp(settings.idleTimeout().toMillis() / 4, 50, 10_000);
    timers.scheduleWithFixedDelay(() -> run(this::reclaim), sweep, sweep, TimeUnit.MILLISECONDS);
  }

  /**
   * Runs one invocation. Completes with a result for handler errors, time-outs and crashes too;
   * fails with {@link FunctionThrottled} when it was refused and with {@link FunctionUnavailable}
   * when this node could not run it. An empty payload is {@code {}} to the handler. While an
   * invocation is in flight, asking with its request id again gives the same result and runs
   * nothing.
   */
  public CompletionStage<InvocationResult> invoke(
      FunctionSpec spec, String requestId, byte[] payload, Optional<String> clientContext) {
    byte[] event = payload.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : payload;
    InvocationsInFlight.Key key = new InvocationsInFlight.Key(spec.arn(), requestId);
    Invocation invocation =
        new Invocation(spec, requestId, event, clientContext, i -> over(key, i), executor);
    lock.lock();
    try {
      Invocation same = inFlight.of(key);
      if (same != null) {
        return same.result();
      }
      RuntimeException refusal = refusal(spec);
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      inFlight.add(key, invocation);
      counters.accepted();
    } finally {
      lock.unlock();
    }
    place(invocation);
    return invocation.result();
  }

  /**
   * The function was deleted or updated: its processes finish what they do and take nothing new.
   */
  public void forget(String functionArn) {
    Set<FunctionEnvironment> unused;
    lock.lock();
    try {
      unused = fleets.drain(functionArn);
    } finally {
      lock.unlock();
    }
    unused.forEach(FunctionEnvironment::kill);
  }

  public FunctionLogs logs() {
    return logs;
  }

  public FunctionStats stats() {
    lock.lock();
    try {
      return counters.stats(fleets.size(), settings.processesMax(), waiting.size(), fleets.stats());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Kills all processes and waits for their end. Invocations that are running fail as {@link
   * FunctionUnavailable}.
   */
  @Override
  public void close() {
    List<Invocation> unfinished;
    Set<FunctionEnvironment> environments;
    lock.lock();
    try {
      closed = true;
      unfinished = inFlight.all();
      environments = fleets.environments();
      waiting.clear();
    } finally {
      lock.unlock();
    }
    FunctionUnavailable stopping = new FunctionUnavailable("The node is stopping.", null);
    unfinished.forEach(invocation -> invocation.fail(stopping));
    environments.forEach(FunctionEnvironment::kill);
    awaitEnds();
    timers.shutdownNow();
    services.guard().close();
    executor.shutdown();
    unpacking.shutdown();
    directory.close();
  }

  // ---- placing

  private @Nullable RuntimeException refusal(FunctionSpec spec) {
    if (closed) {
      return new FunctionUnavailable("The node is stopping.", null);
    }
    if (spec.reservedConcurrency().isPresent()
        && inFlight.concurrency(spec.arn()) >= spec.reservedConcurrency().getAsInt()) {
      counters.ended(Invocation.End.THROTTLED);
      return new FunctionThrottled(FunctionThrottled.Reason.RESERVED_CONCURRENCY);
    }
    return null;
  }

  /** What is to be done once the lock is free. */
  private interface Step {
    void take();
  }

  private void place(Invocation invocation) {
    Step step;
    lock.lock();
    try {
      step = placement(invocation);
    } finally {
      lock.unlock();
    }
    step.take();
  }

  private Step placement(Invocation invocation) {
    Fleet fleet = fleets.of(invocation.spec().revision());
    FunctionEnvironment warm = fleet == null ? null : fleet.takeIdle();
    if (fleet != null && warm != null) {
      return give(invocation, warm, fleet);
    }
    if (fleet != null && fleet.returning() > waiting.countOf(fleet.spec().revision())) {
      return waiting.add(invocation, RETURN, this::startAfterAll)
          ? () -> {}
          : () -> throttle(invocation);
    }
    return startOrEnqueue(invocation);
  }

  private Step startOrEnqueue(Invocation invocation) {
    if (fleets.size() < settings.processesMax()) {
      return start(invocation, settings.initTimeout());
    }
    return enqueue(invocation);
  }

  /** The process that was about to come back did not. */
  private void startAfterAll(Invocation invocation) {
    Step step;
    lock.lock();
    try {
      step = waiting.remove(invocation) ? startOrEnqueue(invocation) : () -> {};
    } finally {
      lock.unlock();
    }
    step.take();
  }

  private Step give(Invocation invocation, FunctionEnvironment environment, Fleet fleet) {
    fleet.addRunning(environment);
    return () -> {
      if (!environment.run(invocation)) {
        place(invocation); // its process has just ended
      }
    };
  }

  private Step start(Invocation invocation, Duration initLimit) {
    Fleet fleet = fleets.open(invocation.spec());
    FunctionEnvironment environment = new FunctionEnvironment(fleet.spec(), services, owner);
    fleets.add(environment, fleet, invocation);
    counters.started();
    return () -> environment.start(initLimit);
  }

  private Step enqueue(Invocation invocation) {
    if (!waiting.add(invocation, settings.queueWaitMax(), this::giveUp)) {
      return () -> throttle(invocation);
    }
    return evictOldestIdle();
  }

  /** Room for those who wait. */
  private Step evictOldestIdle() {
    FunctionEnvironment oldest = fleets.takeOldestIdle();
    return oldest == null ? () -> {} : oldest::kill;
  }

  private void giveUp(Invocation invocation) {
    boolean waited;
    lock.lock();
    try {
      waited = waiting.remove(invocation);
    } finally {
      lock.unlock();
    }
    if (waited) {
      throttle(invocation);
    }
  }

  private static void throttle(Invocation invocation) {
    invocation.fail(new FunctionThrottled(FunctionThrottled.Reason.CONCURRENCY));
  }

  /**
   * Called once for each invocation, before its caller learns of the end: then it holds no place
   * any more.
   */
  private void over(InvocationsInFlight.Key key, Invocation.End end) {
    lock.lock();
    try {
      inFlight.remove(key);
      counters.ended(end);
    } finally {
      lock.unlock();
    }
  }

  // ---- what environments report

  private final class EnvironmentOwner implements FunctionEnvironment.Owner {
    @Override
    public void ready(FunctionEnvironment environment) {
      Step step;
      lock.lock();
      try {
        Fleet fleet = fleets.of(environment);
        step = fleet == null || closed ? environment::kill : nextFor(environment, fleet);
      } finally {
        lock.unlock();
      }
      step.take();
    }

    @Override
    public void answered(FunctionEnvironment environment) {
      lock.lock();
      try {
        Fleet fleet = fleets.of(environment);
        if (fleet != null) {
          fleet.addReturning(environment);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void initFailed(FunctionEnvironment environment, InitFailure failure) {
      Invocation invocation;
      lock.lock();
      try {
        Fleet fleet = fleets.of(environment);
        invocation = fleet == null ? null : fleet.hasStarted(environment);
      } finally {
        lock.unlock();
      }
      if (invocation != null) {
        failStart(environment, invocation, failure);
      }
    }

    @Override
    public void ended(FunctionEnvironment environment) {
      List<Step> steps = new ArrayList<>();
      lock.lock();
      try {
        fleets.remove(environment);
        startForWaiting(steps);
        processEnded.signalAll();
      } finally {
        lock.unlock();
      }
      steps.forEach(Step::take);
    }
  }

  /** The runtime asks for work: the invocation it was started for, one that waits, or none. */
  private Step nextFor(FunctionEnvironment environment, Fleet fleet) {
    fleet.hasReturned(environment);
    Invocation own = fleet.hasStarted(environment);
    if (own != null) {
      return give(own, environment, fleet);
    }
    if (fleet.isDraining() || anotherHasWaitedTooLong(fleet)) {
      fleet.addRunning(environment); // until its end is reported
      return environment::kill;
    }
    Invocation next = waiting.takeOldestOf(fleet.spec().revision());
    if (next == null) {
      next = fleet.takeFromStarting();
    }
    if (next != null) {
      return give(next, environment, fleet);
    }
    fleet.addIdle(environment);
    return waiting.isEmpty() ? () -> {} : evictOldestIdle();
  }

  private boolean anotherHasWaitedTooLong(Fleet fleet) {
    Invocation oldest = waiting.oldest();
    return oldest != null
        && !oldest.spec().revision().equals(fleet.spec().revision())
        && oldest.waited().compareTo(PATIENCE) > 0;
  }

  private void startForWaiting(List<Step> steps) {
    Invocation oldest = waiting.oldest();
    while (oldest != null && fleets.size() < settings.processesMax() && !closed) {
      waiting.remove(oldest);
      steps.add(placement(oldest));
      oldest = waiting.oldest();
    }
  }

  private void failStart(
      FunctionEnvironment environment, Invocation invocation, InitFailure failure) {
    String requestId = invocation.requestId();
    switch (failure) {
      case InitFailure.Reported f -> environment.failUntaken(invocation, f.failure());
      case InitFailure.Exited f ->
          environment.failUntaken(invocation, FunctionFailure.exited(requestId, f.exitValue()));
      case InitFailure.NothingToStart f ->
          environment.failUntaken(
              invocation, FunctionFailure.invalidEntrypoint(requestId, f.text()));
      case InitFailure.NotStarted f ->
          invocation.fail(
              new FunctionUnavailable(
                  "Could not start " + invocation.spec().arn() + ": " + f.cause(), f.cause()));
      case InitFailure.TimedOut ignored -> initTimedOut(environment, invocation);
    }
  }

  /**
   * Lambda, "Understanding the execution environment lifecycle": an init phase that takes too long
   * is begun again within the invocation, and then the function's own timeout counts.
   */
  private void initTimedOut(FunctionEnvironment environment, Invocation invocation) {
    if (invocation.timeoutHasBegun()) {
      environment.failUntaken(
          invocation,
          FunctionFailure.timedOut(invocation.requestId(), invocation.spec().timeoutSeconds()));
      return;
    }
    Duration limit = invocation.beginTimeout();
    Step step;
    lock.lock();
    try {
      // The old process is being killed and counts until its end: for a moment there is one more.
      step = closed ? () -> {} : start(invocation, limit);
    } finally {
      lock.unlock();
    }
    step.take();
  }

  // ---- upkeep

  private void run(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException closing) {
      // The pool is being closed.
    }
  }

  private void lookAfter() {
    Set<FunctionEnvironment> busy;
    lock.lock();
    try {
      busy = fleets.busy();
    } finally {
      lock.unlock();
    }
    busy.forEach(FunctionEnvironment::lookAfter);
  }

  private void reclaim() {
    Set<FunctionEnvironment> old;
    lock.lock();
    try {
      old = fleets.takeIdleSinceBefore(System.nanoTime() - settings.idleTimeout().toNanos());
    } finally {
      lock.unlock();
    }
    old.forEach(FunctionEnvironment::kill);
    services.code().sweep();
  }

  private void awaitEnds() {
    lock.lock();
    try {
      long left = CLOSE_MAX.toNanos();
      while (fleets.size() > 0 && left > 0) {
        left = processEnded.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
