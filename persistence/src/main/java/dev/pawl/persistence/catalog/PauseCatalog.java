package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which state machines are paused.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}.
 */
public final class PauseCatalog {

  private static final String FIND =
      "SELECT "
          + StateMachinePause.COLUMNS
          + " FROM state_machine_pauses WHERE state_machine_arn = ?";
  private static final String CHANGED =
      "SELECT "
          + StateMachinePause.COLUMNS
          + " FROM state_machine_pauses WHERE changed_at >= ? ORDER BY changed_at";
  // Asked again, or after a lost COMMIT answer, both change nothing.
  private static final String PAUSE_AGAIN =
      """
      UPDATE state_machine_pauses
      SET generation = generation + 1, paused = TRUE, reason = ?, changed_at = CURRENT_TIMESTAMP
      WHERE state_machine_arn = ? AND paused = FALSE\
      """;
  private static final String PAUSE_FIRST =
      """
      INSERT INTO state_machine_pauses (state_machine_arn, generation, paused, reason, changed_at)
      VALUES (?, 1, TRUE, ?, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING\
      """;
  private static final String RESUME =
      """
      UPDATE state_machine_pauses SET paused = FALSE, reason = NULL, changed_at = CURRENT_TIMESTAMP
      WHERE state_machine_arn = ? AND paused = TRUE\
      """;

  private final JournalWriter writer;
  private final Reads reads;

  public PauseCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /** Pauses a machine; one that is paused stays so, with its first reason. */
  public CompletableFuture<StateMachinePause> pause(
      String stateMachineArn, @Nullable String reason) {
    return writer.submit(connection -> {
      if (Jdbc.update(connection, PAUSE_AGAIN, reason, stateMachineArn) == 0) {
        Jdbc.update(connection, PAUSE_FIRST, stateMachineArn, reason);
      }
      return Jdbc.first(connection, FIND, StateMachinePause::read, stateMachineArn).orElseThrow();
    });
  }

  /** Ends the pause of a machine; empty if it was never paused. */
  public CompletableFuture<Optional<StateMachinePause>> resume(String stateMachineArn) {
    return writer.submit(connection -> {
      Jdbc.update(connection, RESUME, stateMachineArn);
      return Jdbc.first(connection, FIND, StateMachinePause::read, stateMachineArn);
    });
  }

  /** The last pause of a machine, over or not. */
  public Optional<StateMachinePause> find(String stateMachineArn) {
    return reads.first(FIND, StateMachinePause::read, stateMachineArn);
  }

  /** What has changed at that time or later, in that order. */
  public List<StateMachinePause> changedSince(Instant from) {
    return reads.list(CHANGED, StateMachinePause::read, from);
  }
}
