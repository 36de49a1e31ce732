package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.Reads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of one persistence id for its recovery, a few megabytes at a time. Where there is
 * a snapshot that can be read it comes first, in place of all rows up to its own.
 *
 * <p>Nobody looks for a snapshot of fewer than {@link ExecutionRow#SNAPSHOT_ROW_MIN} rows: a
 * recovery of a short history costs no query more.
 */
final class JournalReplay {

  private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);
  private static final String ROWS =
      """
      SELECT sequence_number, writer, write_timestamp, adapter_manifest, event_payload, event_ser_id, event_ser_manifest
      FROM event_journal
      WHERE persistence_id = ? AND sequence_number >= ? AND sequence_number <= ? AND deleted = FALSE
      ORDER BY persistence_id, sequence_number LIMIT ?\
      """;
  private static final String SNAPSHOT =
      """
      SELECT sequence_number, created, snapshot_ser_manifest, snapshot_payload FROM snapshot
      WHERE persistence_id = ? AND sequence_number <= ? AND snapshot_ser_id = ?
      ORDER BY persistence_id DESC, sequence_number DESC LIMIT 1\
      """;
  private static final int FIRST_ROWS = 32;
  private static final int ROWS_MAX = 1_000;
  private static final long PAGE_BYTES = 4 << 20;
  private static final String NO_WRITER = "";

  private final Reads reads;
  private final Executor executor;
  private final Serialization serialization;

  JournalReplay(Reads reads, Executor executor, Serialization serialization) {
    this.reads = reads;
    this.executor = executor;
    this.serialization = serialization;
  }

  /** Where the next page begins, and how many rows it may have. */
  private record Place(long from, int rows, boolean isFirst) {}

  private record Stored(
      long number,
      String writer,
      long timestamp,
      String adapterManifest,
      byte[] payload,
      int serializerId,
      String manifest) {
    static Stored read(ResultSet row) throws SQLException {
      return new Stored(
          row.getLong("sequence_number"),
          row.getString("writer"),
          row.getLong("write_timestamp"),
          row.getString("adapter_manifest"),
          row.getBytes("event_payload"),
          row.getInt("event_ser_id"),
          row.getString("event_ser_manifest"));
    }
  }

  Source<PersistentRepr, NotUsed> rows(String persistenceId, long from, long to) {
    return Source.unfoldAsync(
            new Place(from, FIRST_ROWS, from == 1),
            place ->
                place.from() > to
                    ? CompletableFuture.completedStage(
                        Optional.<Pair<Place, List<PersistentRepr>>>empty())
                    : CompletableFuture.supplyAsync(() -> page(persistenceId, place, to), executor))
        .mapConcat(page -> page);
  }

  private Optional<Pair<Place, List<PersistentRepr>>> page(
      String persistenceId, Place place, long to) {
    var page = new ArrayList<PersistentRepr>();
    var from = place.from();
    if (place.isFirst() && to >= ExecutionRow.SNAPSHOT_ROW_MIN) {
      snapshot(persistenceId, to).ifPresent(page::add);
      from = page.isEmpty() ? from : page.getFirst().sequenceNr() + 1;
    }
    var rows = reads.list(ROWS, Stored::read, persistenceId, from, to, place.rows());
    rows.forEach(row -> page.add(event(persistenceId, row)));
    return page.isEmpty() ? Optional.empty() : Optional.of(new Pair<>(next(place, rows, to), page));
  }

  /** The next page has as many rows as fit by the size of these. */
  private static Place next(Place place, List<Stored> rows, long to) {
    if (rows.size() < place.rows()) {
      return new Place(to + 1, 0, false);
    }
    var bytes = rows.stream().mapToLong(row -> row.payload().length).sum();
    var fitting = PAGE_BYTES * rows.size() / Math.max(1, bytes);
    return new Place(rows.getLast().number() + 1, (int) Math.clamp(fitting, 1, ROWS_MAX), false);
  }

  private PersistentRepr event(String persistenceId, Stored row) {
    var event = serialization.deserialize(row.payload(), row.serializerId(), row.manifest()).get();
    return repr(
        event, row.number(), persistenceId, row.adapterManifest(), row.writer(), row.timestamp());
  }

  private static PersistentRepr repr(
      Object event, long number, String id, String manifest, String writer, long timestamp) {
    return PersistentRepr$.MODULE$
        .apply(event, number, id, manifest, false, noSender(), writer)
        .withTimestamp(timestamp);
  }

  // The sender of a stored event is null in Pekko's own journals.
  @SuppressWarnings("NullAway")
  private static org.apache.pekko.actor.@Nullable ActorRef noSender() {
    return null;
  }

  private Optional<PersistentRepr> snapshot(String persistenceId, long to) {
    return reads
        .first(
            SNAPSHOT,
            row ->
                readable(
                    persistenceId,
                    row.getLong("sequence_number"),
                    row.getLong("created"),
                    row.getString("snapshot_ser_manifest"),
                    row.getBytes("snapshot_payload")),
            persistenceId,
            to,
            ExecutionRowSerializer.IDENTIFIER)
        .flatMap(found -> found);
  }

  private static Optional<PersistentRepr> readable(
      String persistenceId, long number, long created, String manifest, byte[] bytes) {
    try {
      if (!manifest.equals(ExecutionRowSerializer.SNAPSHOT_MANIFEST)) {
        throw new UnreadableRowException("Expected a snapshot, but found a " + manifest + ".");
      }
      var row = ExecutionRow.known(SnapshotCodec.decode(bytes), bytes.length);
      return Optional.of(repr(row, number, persistenceId, "", NO_WRITER, created));
    } catch (UnreadableRowException unreadable) {
      LOG.info(
          "The snapshot of {} is not used, its journal is replayed: {}",
          persistenceId,
          unreadable.getMessage());
      return Optional.empty();
    }
  }
}
