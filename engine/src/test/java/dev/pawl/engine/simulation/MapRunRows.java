package dev.pawl.engine.simulation;

import dev.pawl.engine.maprun.MapRun;
import dev.pawl.engine.maprun.MapRunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of Map Runs in the database, fenced like those of executions. */
final class MapRunRows {
  private final Map<String, History> histories = new LinkedHashMap<>();
  private long rows;

  /** One row, and who has written it. */
  record Row(String writer, List<MapRunEvent> events) {
    Row {
      events = List.copyOf(events);
    }
  }

  private static final class History {
    final List<Row> rows = new ArrayList<>();
    MapRun truth = MapRun.none();
  }

  void append(String arn, Row row) {
    var history = histories.computeIfAbsent(arn, ignored -> new History());
    history.rows.add(row);
    history.truth = history.truth.evolve(row.events());
    rows++;
  }

  long sequenceNumber(String arn) {
    var history = histories.get(arn);
    return history == null ? 0 : history.rows.size();
  }

  /** Whether the row that stands there is by that writer. */
  boolean holds(String arn, long number, Row row) {
    var history = histories.get(arn);
    return history != null
        && history.rows.size() >= number
        && history.rows.get((int) number - 1).writer().equals(row.writer());
  }

  /** What the stored rows make of a Map Run. */
  MapRun truth(String arn) {
    var history = histories.get(arn);
    return history == null ? MapRun.none() : history.truth;
  }

  /** The same, read again from its rows. */
  MapRun replayed(String arn) {
    return MapRun.none().evolve(events(arn));
  }

  List<MapRunEvent> events(String arn) {
    var history = histories.get(arn);
    return history == null
        ? List.of()
        : history.rows.stream().flatMap(row -> row.events().stream()).toList();
  }

  Set<String> all() {
    return histories.keySet();
  }

  /** Those that have something left to do. */
  List<String> open() {
    return histories.keySet().stream()
        .filter(arn -> truth(arn).pending() != MapRun.Pending.NOTHING)
        .toList();
  }

  long rows() {
    return rows;
  }
}
