package dev.pawl.persistence.journal.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rolling upgrades: what earlier releases have stored lives on in this one, and what this one
 * stores can be read by the release before it (decision 0012). Each folder of {@code journals} is
 * what one release has recorded, and is never changed.
 *
 * <p>{@code -Djournals.record=true} records the cases that hold nothing recorded yet, and the names
 * of a folder that has none. It touches nothing else.
 */
class RecordedJournalTest {

  private static final Path RELEASES = Path.of("src/test/resources/journals");
  private static final String NAMES = "names.json";

  /** The version of rows that the release before this one reads. */
  private static final int OLDEST_READER = 1;

  static List<RecordedCase> cases() throws IOException {
    try (var files = Files.walk(RELEASES)) {
      return files
          .filter(file -> file.toString().endsWith(".json") && !file.endsWith(NAMES))
          .sorted()
          .map(RecordedCase::read)
          .map(RecordedJournalTest::recordedNow)
          .toList();
    }
  }

  private static RecordedCase recordedNow(RecordedCase wanted) {
    if (wanted.isRecorded() || !Boolean.getBoolean("journals.record")) {
      return wanted;
    }
    var life = RecordedLife.begun(wanted);
    var rows = life.rows();
    var state = life.summary();
    try {
      wanted.record(rows, state, life.goneOn().summary());
    } catch (IOException e) {
      throw new AssertionError("Expected to record " + wanted.file(), e);
    }
    return RecordedCase.read(wanted.file());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyRowReplaysToTheStateItWasRecordedIn(RecordedCase recorded) {
    assertThat(recorded.rows()).isNotEmpty();
    assertSame(RecordedLife.replayed(recorded).summary(), recorded.json().get("state"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatWasInFlightGoesOnToItsRightEnd(RecordedCase recorded) {
    var life = RecordedLife.replayed(recorded).goneOn();

    assertSame(life.summary(), recorded.json().get("end"));
    assertThat(life.summary().get("status").asText()).isNotEqualTo("RUNNING");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameCommandsAreStoredSoThatTheReleaseBeforeCanReadThem(RecordedCase recorded)
      throws IOException, JsonTextException {
    var known = names(RELEASES.resolve("v" + OLDEST_READER));
    var life = RecordedLife.begun(recorded).goneOn();

    for (var row : life.rows()) {
      assertThat(row.serializer()).isEqualTo(recorded.rows().getFirst().serializer());
      assertThat(row.manifest()).isEqualTo(recorded.rows().getFirst().manifest());
      assertThat(known.refused(row.bytes(), OLDEST_READER)).isEmpty();
    }
  }

  @Test
  void whatWasEverRecordedIsReadAndWhatIsNewIsSaidToBe() throws IOException, JsonTextException {
    var recorded = new TreeSet<String>();
    try (var releases = Files.list(RELEASES)) {
      for (var release : releases.sorted().toList()) {
        recorded.addAll(names(release).flat());
      }
    }

    assertThat(FormatNames.today().flat())
        .as(
            """
            What is missing can no longer be read: only an upcaster may take it away.
            What is new must not be written before every node reads it: put the names into a folder of the
            next release (an empty one and -Djournals.record=true), write it one release later, and say so
            in decision 0012.\
            """)
        .containsExactlyInAnyOrderElementsOf(recorded);
  }

  @Test
  void aNameThatTheReleaseBeforeDoesNotKnowWouldBeFound() throws IOException, JsonTextException {
    var all = names(RELEASES.resolve("v1"));
    var row = cases().getFirst().rows().getFirst().bytes();
    var types = new TreeMap<>(all.types());
    types.computeIfPresent(
        "ExecutionStarted",
        (name, components) ->
            components.stream().filter(component -> !component.startsWith("seal")).toList());

    assertThat(all.refused(row, 1)).isEmpty();
    assertThat(all.refused(row, 0)).containsExactly("a row that begins with 1");
    assertThat(new FormatNames(types).refused(row, 1)).containsExactly("ExecutionStarted.seal");
  }

  @Test
  void everyEventIsInSomeRecordedJournal() throws IOException, JsonTextException {
    var stored = new TreeSet<String>();
    for (var recorded : cases()) {
      var life = RecordedLife.replayed(recorded).goneOn();
      for (var row : life.rows()) {
        row.events().forEach(event -> stored.add(event.event().getClass().getSimpleName()));
      }
    }

    assertThat(names(RELEASES.resolve("v1")).types().get("Event"))
        .containsExactlyInAnyOrderElementsOf(stored);
  }

  private static FormatNames names(Path release) throws IOException, JsonTextException {
    var file = release.resolve(NAMES);
    if (!Files.exists(file) && Boolean.getBoolean("journals.record")) {
      var lines = new ArrayList<String>();
      FormatNames.today()
          .types()
          .forEach((type, members) -> lines.add("  \"%s\": %s".formatted(type, list(members))));
      Files.writeString(file, "{\n" + String.join(",\n", lines) + "\n}\n");
    }
    return FormatNames.of(Json.parse(Files.readString(file)));
  }

  private static String list(List<String> members) {
    var list = JsonNodeFactory.instance.arrayNode();
    members.forEach(list::add);
    return Json.write(list);
  }

  /** Both sides are read from text, so that a number is the same however it was made. */
  private static void assertSame(ObjectNode actual, JsonNode expected) {
    try {
      assertThat(Json.parse(Json.write(actual)).toPrettyString())
          .isEqualTo(expected.toPrettyString());
    } catch (JsonTextException e) {
      throw new AssertionError(e);
    }
  }
}
