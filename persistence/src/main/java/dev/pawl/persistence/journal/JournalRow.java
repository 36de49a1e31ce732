package dev.pawl.persistence.journal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of {@code event_journal}. Event ids are 0 where the row has none. */
record JournalRow(
    String persistenceId,
    long sequenceNumber,
    String writer,
    long writeTimestamp,
    String adapterManifest,
    byte[] payload,
    int serializerId,
    String serializerManifest,
    long firstEventId,
    long lastEventId,
    Set<String> tags) {

  @Nullable Long firstEventIdOrNull() {
    return lastEventId == 0 ? null : firstEventId;
  }

  @Nullable Long lastEventIdOrNull() {
    return lastEventId == 0 ? null : lastEventId;
  }
}
