package dev.pawl.node.execution;

import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import dev.pawl.persistence.journal.UnreadableRowException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executions that fail by themselves whenever they are taken up: their events do not replay, or a
 * decision on them throws, which is a mistake of ours. After some failures one is set aside for a
 * while, then for longer, so that it costs the others nothing. It can still be stopped. A node that
 * starts knows of none: another release may do better.
 *
 * <p>Troubles of the world, such as a database that is gone or an owner that was overtaken, do not
 * count. Thread-safe.
 */
public final class Quarantine {

  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  /** Failures so long ago have nothing to do with one of today. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final ExecutionSettings settings;
  private final Clock clock;
  private final Map<String, Patient> patients = new ConcurrentHashMap<>();

  /**
   * @param failures how often it has failed
   * @param until when it is taken up again
   * @param cause what it failed with last
   */
  public record Patient(
      String executionArn, int failures, Instant at, Instant until, String cause) {}

  public Quarantine(ExecutionSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Does what may fail because of the execution, and counts it if it does. An overflow of the stack
   * or the heap, too, is then a failure of this execution and not of the node.
   */
  <T> T guard(String executionArn, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError failure) {
      // A decision may ask the database something, which comes back.
      if (causes(failure).noneMatch(DatabaseUnavailableException.class::isInstance)) {
        failed(executionArn, failure);
      }
      throw new IllegalStateException(
          "Expected to take up %s, but: %s".formatted(executionArn, failure), failure);
    }
  }

  /**
   * It could not be read. A database that is gone comes back; a row of an unknown form does not.
   */
  void unread(String executionArn, Throwable failure) {
    causes(failure)
        .filter(UnreadableRowException.class::isInstance)
        .forEach(cause -> failed(executionArn, cause));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private void failed(String executionArn, Throwable cause) {
    var now = clock.instant();
    var patient =
        patients.compute(
            executionArn,
            (arn, known) -> {
              var failures =
                  known == null || known.at().plus(FORGOTTEN_AFTER).isBefore(now)
                      ? 1
                      : known.failures() + 1;
              return new Patient(arn, failures, now, until(now, failures), cause.toString());
            });
    if (patient.until().isAfter(now)) {
      LOG.error(
          "{} has failed {} times by itself and is set aside until {}. It can be stopped.",
          executionArn,
          patient.failures(),
          patient.until(),
          cause);
    }
  }

  private Instant until(Instant now, int failures) {
    var beyond = failures - settings.quarantineFailures();
    if (beyond < 0) {
      return now;
    }
    var pause = settings.quarantinePauseMin().multipliedBy(1L << Math.min(beyond, 20));
    var max = settings.quarantinePauseMax();
    return now.plus(pause.compareTo(max) < 0 ? pause : max);
  }

  /** Until when it is set aside; empty if it is not. */
  Optional<Instant> until(String executionArn) {
    return Optional.ofNullable(patients.get(executionArn))
        .map(Patient::until)
        .filter(until -> until.isAfter(clock.instant()));
  }

  /** It has ended, or somebody wants it to be tried again at once. */
  public void release(String executionArn) {
    patients.remove(executionArn);
  }

  /** Those that are set aside, by name. */
  public List<Patient> all() {
    var now = clock.instant();
    return patients.values().stream()
        .filter(patient -> patient.until().isAfter(now))
        .sorted(Comparator.comparing(Patient::executionArn))
        .toList();
  }
}
