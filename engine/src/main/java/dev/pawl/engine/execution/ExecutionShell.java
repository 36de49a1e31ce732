package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateMachine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order in which an execution lives: decide, store, evolve, effects, reply. Without threads,
 * clocks or a journal: the entity drives it in production, the simulator in tests.
 *
 * <p>Commands that arrive while a row is being written wait here and are decided together into the
 * next one. Soft facts (a worker took a task) wait too, and ride along with the next decision.
 *
 * @param <R> whoever is to be answered
 */
public final class ExecutionShell<R> {
  private final Decider decider;
  private final Deque<Asked<R>> waiting = new ArrayDeque<>();
  private final Map<Long, Command.StartTask> taken = new LinkedHashMap<>();
  private final Map<Long, Command.StartTask> lent = new LinkedHashMap<>();

  public ExecutionShell(Decider decider) {
    this.decider = decider;
  }

  private record Asked<R>(Command command, @Nullable R replyTo) {}

  /** What one asker is told once the turn is stored. */
  public record Answer<R>(R replyTo, Command command, Decision decision) {}

  /**
   * One decision on all that waited.
   *
   * @param events to be stored as one row; empty if nothing changes
   * @param before what they were decided on
   * @param after what they make of it
   */
  public record Turn<R>(
      List<Recorded> events,
      Execution before,
      Execution after,
      List<Effect> effects,
      List<Answer<R>> answers) {

    /**
     * Whether somebody is refused or told that nothing changed. If no row is written that proves
     * that this owner is the true one, the answers may only be given after the database has
     * confirmed it.
     */
    public boolean needsConfirmation() {
      return events.isEmpty() && !answers.isEmpty();
    }
  }

  public void ask(Command command, @Nullable R replyTo) {
    waiting.add(new Asked<>(command, replyTo));
  }

  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Whether a soft fact has not been stored yet. */
  public boolean hasSoftFacts() {
    return !taken.isEmpty();
  }

  /**
   * Gives a task to a worker, once; it may be lost on the way to it. The fact is soft: after {@link
   * #confirm} it is stored with the next decision, {@link #takeBack} makes the task wait again, and
   * a crash before that offers it again.
   *
   * <p>To give nothing is a refusal like any other, and unless {@link #hasGiven} the worker may
   * only be told so after the database has confirmed that this owner has seen the newest row: a
   * stale one knows nothing of the task, and would keep it from all workers for ever.
   *
   * @return the task as the worker gets it; empty if it no longer waits for one
   */
  public Optional<Effect.OfferTask> lend(
      Execution execution, long taskId, @Nullable String workerName, Instant at) {
    if (hasGiven(taskId)) {
      return Optional.empty();
    }
    var offer = Effects.offered(execution, taskId);
    offer.ifPresent(ignored -> lent.put(taskId, new Command.StartTask(taskId, workerName, at)));
    return offer;
  }

  /** The worker has the task. */
  public void confirm(long taskId) {
    var start = lent.remove(taskId);
    if (start != null) {
      taken.put(taskId, start);
    }
  }

  /** Nobody says that the workers have what was lent, and there is no time to wait for it. */
  public void confirmAll() {
    taken.putAll(lent);
    lent.clear();
  }

  /**
   * Nobody has said that the worker has the task.
   *
   * @return the task, to be offered again; empty if it is not lent
   */
  public Optional<Effect.OfferTask> takeBack(Execution execution, long taskId) {
    return lent.remove(taskId) == null ? Optional.empty() : Effects.offered(execution, taskId);
  }

  /**
   * Whether this owner has given the task to a worker and not yet stored the fact. Then it knows
   * why it refuses the task to others; and if it is stale, storing the fact will tell it so.
   */
  public boolean hasGiven(long taskId) {
    return taken.containsKey(taskId) || lent.containsKey(taskId);
  }

  /**
   * Decides on all that waits, as far as one row may hold: the command that fills it is decided to
   * the end of its own run. What is left waits for the next turn.
   *
   * @param machine that the execution runs; {@link Moment} knows those that it is to go over to
   */
  public Turn<R> turn(StateMachine machine, Execution execution, Moment moment) {
    var events = new ArrayList<Recorded>();
    var answers = new ArrayList<Answer<R>>();
    var touched = new HashSet<Integer>();
    var size = new RowSize();
    var steps = 0L;
    var after = execution;
    var running = machine;
    for (var soft : taken.values()) {
      after = decide(machine, after, soft, moment, events, touched).execution(after);
    }
    taken.clear();
    while (!waiting.isEmpty() && !isFull(events, size) && steps < Run.DECISION_STEPS_MAX) {
      var counted = events.size();
      var asked = waiting.remove();
      if (asked.command() instanceof Command.OfTask answer && lent.containsKey(answer.taskId())) {
        var start = lent.remove(answer.taskId());
        after = decide(running, after, start, moment, events, touched).execution(after);
      }
      var decided = decide(running, after, asked.command(), moment, events, touched);
      running = machineOf(after, decided.execution(after), running, moment);
      after = decided.execution(after);
      steps += decided.steps();
      events.subList(counted, events.size()).forEach(recorded -> size.add(recorded.event()));
      if (asked.replyTo() != null) {
        answers.add(new Answer<>(asked.replyTo(), asked.command(), decided.decision()));
      }
    }
    return new Turn<>(
        List.copyOf(events),
        execution,
        after,
        Effects.between(execution, after, touched),
        List.copyOf(answers));
  }

  /** The one that a decision may have gone over to. */
  private static StateMachine machineOf(
      Execution before, Execution after, StateMachine machine, Moment moment) {
    return before.origin() == null
            || after.origin() == null
            || before.origin().definitionHash().equals(after.origin().definitionHash())
        ? machine
        : moment.definition(after.origin().definitionHash());
  }

  private boolean isFull(List<Recorded> events, RowSize size) {
    return events.size() >= decider.quotas().decisionEventsMax()
        || size.bytes() >= decider.quotas().decisionBytesMax();
  }

  private record Decided(Decision decision) {
    Execution execution(Execution before) {
      return decision instanceof Decision.Accepted accepted ? accepted.execution() : before;
    }

    long steps() {
      return decision instanceof Decision.Accepted accepted ? accepted.steps() : 0;
    }
  }

  private Decided decide(
      StateMachine machine,
      Execution execution,
      Command command,
      Moment moment,
      List<Recorded> events,
      Set<Integer> touched) {
    var decision = decider.decide(machine, execution, command, moment);
    if (decision instanceof Decision.Accepted accepted) {
      events.addAll(accepted.events());
      touched.addAll(accepted.touched());
    }
    return new Decided(decision);
  }

  /** Forgets everything that waits, as a crash would. */
  public List<R> abandon() {
    var unanswered = waiting.stream().map(Asked::replyTo).flatMap(Stream::ofNullable).toList();
    waiting.clear();
    taken.clear();
    lent.clear();
    return unanswered;
  }
}
