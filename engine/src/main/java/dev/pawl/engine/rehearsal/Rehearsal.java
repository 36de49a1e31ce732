package dev.pawl.engine.rehearsal;

import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.json.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs a state machine from its start to its end in memory: the decisions are those of a living
 * execution, tasks are answered by a {@link Script}, and whenever nothing is left to be done the
 * clock jumps to the next timer.
 *
 * <p>Deterministic: the same script gives the same events. Bounded by AWS's quotas, by a number of
 * events for an execution and all its children, and by whoever owns a clock.
 */
public final class Rehearsal {
  /** Events of an execution and of all children of its Map Runs. */
  public static final int EVENTS_MAX = 200_000;

  /** When a rehearsal begins, unless it is told otherwise. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final String ACCOUNT = "arn:aws:states:us-east-1:000000000000:";

  private final String name;
  private final StateMachine machine;
  private final MachineType type;

  /**
   * @param name of the machine, as the context object shows it
   */
  public Rehearsal(String name, StateMachine machine, MachineType type) {
    this.name = name;
    this.machine = machine;
    this.type = type;
  }

  /** The machine that is rehearsed. */
  public StateMachine machine() {
    return machine;
  }

  /**
   * Runs it once.
   *
   * @param outOfTime whether it is to be given up
   * @throws RehearsalHalted when it cannot go on: a mock is missing, or it does not end
   */
  public Performance perform(
      Payload input, Instant startedAt, Script script, BooleanSupplier outOfTime) {
    if (input.utf8Bytes() > Quotas.STRICT.payloadBytesMax()) {
      throw new RehearsalHalted(
          "Expected an input of at most %d bytes, but it has %d."
              .formatted(Quotas.STRICT.payloadBytesMax(), input.utf8Bytes()));
    }
    var stage = new Stage(script, outOfTime);
    var performer = new Performer(stage, machine, List.of());
    var execution = performer.perform(start(input), startedAt);
    return new Performance(
        execution.status(),
        execution.output(),
        execution.error(),
        execution.cause(),
        performer.path(),
        performer.events(),
        stage.calls(),
        performer.variables(),
        Duration.between(startedAt, performer.now()));
  }

  private Command.StartExecution start(Payload input) {
    var express = type == MachineType.EXPRESS;
    return new Command.StartExecution(
        ACCOUNT
            + (express ? "express:" : "execution:")
            + name
            + ":rehearsal"
            + (express ? ":0" : ""),
        "rehearsal",
        ACCOUNT + "stateMachine:" + name,
        "rehearsal",
        "arn:aws:iam::000000000000:role/rehearsal",
        express,
        input,
        "rehearsal",
        null);
  }
}
