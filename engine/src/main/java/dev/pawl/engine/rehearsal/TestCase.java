package dev.pawl.engine.rehearsal;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One case of a {@link TestSuite}. */
public record TestCase(
    String name, Payload input, Instant startedAt, Script script, Expectation expectation) {

  /**
   * What came of a case.
   *
   * @param performance null when it could not be brought to its end
   * @param halted why not
   */
  public record Outcome(
      TestCase testCase,
      @Nullable Performance performance,
      @Nullable String halted,
      List<Difference> differences) {

    public Outcome {
      differences = List.copyOf(differences);
    }

    public boolean passed() {
      return halted == null && differences.isEmpty();
    }
  }

  /** Runs it. */
  public Outcome run(Rehearsal rehearsal, BooleanSupplier outOfTime) {
    try {
      var performance = rehearsal.perform(input, startedAt, script, outOfTime);
      return new Outcome(this, performance, null, expectation.differences(performance));
    } catch (RehearsalHalted halted) {
      return new Outcome(this, null, halted.getMessage(), List.of());
    }
  }
}
