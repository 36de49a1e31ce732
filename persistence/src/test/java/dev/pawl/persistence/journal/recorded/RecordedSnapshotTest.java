package dev.pawl.persistence.journal.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.execution.Execution;
import dev.pawl.persistence.journal.SnapshotCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executions in every kind of wait, as they come back from a snapshot. */
class RecordedSnapshotTest {

  static List<RecordedCase> cases() throws IOException {
    return RecordedJournalTest.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSnapshotAfterAnyRowAndTheRowsBehindItAreAsGoodAsAllRows(RecordedCase recorded) {
    var rows = RecordedLife.replayed(recorded).goneOn().rows();
    var states = new ArrayList<Execution>();
    for (var row : rows) {
      states.add((states.isEmpty() ? Execution.none() : states.getLast()).evolve(row.events()));
    }

    for (var i = 0; i < rows.size(); i++) {
      var recovered = SnapshotCodec.decode(SnapshotCodec.encode(states.get(i)));
      assertThat(recovered).isEqualTo(states.get(i));
      for (var behind = i + 1; behind < rows.size(); behind++) {
        recovered = recovered.evolve(rows.get(behind).events());
        assertThat(recovered).isEqualTo(states.get(behind));
      }
    }
  }
}
