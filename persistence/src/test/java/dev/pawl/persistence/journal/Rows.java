package dev.pawl.persistence.journal;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows and index changes of made-up executions. */
public final class Rows {

  public static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:Orders";
  public static final Instant START = Instant.parse("2026-02-03T04:05:06.789Z");

  private Rows() {}

  public static String arn(String name) {
    return "arn:aws:states:us-east-1:000000000000:execution:Orders:" + name;
  }

  /** Two events whose API ids are those of this row, if every row before it had two as well. */
  public static List<Recorded> events(long sequenceNumber) {
    var id = 2 * sequenceNumber - 1;
    return List.of(
        new Recorded(id, id - 1, 0, START, new Event.ExecutionSucceeded(payload(id))),
        new Recorded(id + 1, id, 0, START, new Event.ExecutionSucceeded(payload(id + 1))));
  }

  private static Payload payload(long id) {
    return Payload.ofStoredText("{\"event\":" + id + "}");
  }

  static JournalRow row(String arn, long sequenceNumber, String writer) {
    return new JournalRow(
        arn,
        sequenceNumber,
        writer,
        0,
        "",
        EventCodec.CURRENT.encode(events(sequenceNumber)),
        ExecutionRowSerializer.IDENTIFIER,
        ExecutionRowSerializer.MANIFEST,
        2 * sequenceNumber - 1,
        2 * sequenceNumber,
        Set.of());
  }

  public static IndexChange running(String arn) {
    return index(arn, "RUNNING", START, null, null, null, List.of(), List.of());
  }

  /** The same, with the ids of the events of that row. */
  static IndexChange running(String arn, long sequenceNumber) {
    return new IndexChange(
        arn,
        MACHINE,
        arn.substring(arn.lastIndexOf(':') + 1),
        "RUNNING",
        START,
        null,
        null,
        null,
        2 * sequenceNumber - 1,
        2 * sequenceNumber,
        List.of(),
        List.of());
  }

  public static IndexChange index(
      String arn,
      String status,
      Instant start,
      @Nullable Instant stop,
      @Nullable Instant wakeAt,
      @Nullable String owner,
      List<ActivityOffer> offered,
      List<ActivityOffer> withdrawn) {
    var name = arn.substring(arn.lastIndexOf(':') + 1);
    return new IndexChange(
        arn, MACHINE, name, status, start, stop, wakeAt, owner, 0, 0, offered, withdrawn);
  }

  /** Stores one row, waiting for it. */
  public static void append(JournalWriter writer, IndexChange index, long sequenceNumber) {
    append(writer, index, sequenceNumber, "w");
  }

  /** Stores one row of this owner of the execution, waiting for it. */
  public static void append(
      JournalWriter writer, IndexChange index, long sequenceNumber, String owner) {
    writer.append(List.of(row(index.executionArn(), sequenceNumber, owner)), index).join();
  }

  /** Stores a row behind this one that has no API event, waiting for it. */
  public static void appendNote(JournalWriter writer, IndexChange index, long behind) {
    var note = new Recorded(0, 0, 0, START, new Event.StarterTold());
    var row =
        new JournalRow(
            index.executionArn(),
            behind + 1,
            "w",
            0,
            "",
            EventCodec.CURRENT.encode(List.of(note)),
            ExecutionRowSerializer.IDENTIFIER,
            ExecutionRowSerializer.MANIFEST,
            2 * behind + 1,
            2 * behind,
            Set.of());
    writer.append(List.of(row), index).join();
  }
}
