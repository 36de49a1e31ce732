package dev.pawl.persistence.journal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of {@code event_journal}; it has API events if the first id is not beyond the last. */
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

  private boolean hasEvents() {
    return firstEventId > 0 && firstEventId <= lastEventId;
  }

  @Nullable Long firstEventIdOrNull() {
    return hasEvents() ? firstEventId : null;
  }

  @Nullable Long lastEventIdOrNull() {
    return hasEvents() ? lastEventId : null;
  }
}
