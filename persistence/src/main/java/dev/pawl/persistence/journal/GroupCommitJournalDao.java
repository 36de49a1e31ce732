package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializers;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Success;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * The journal's way into the database: writes go to the one {@link JournalWriter} of the node,
 * recoveries read what {@link JournalReplay} finds, all else stays the plugin's.
 *
 * <p>A fenced, blocked or unencodable write is a rejection ({@code EventRejectedException} in the
 * actor): it is certain that nothing was stored, and the journal's circuit breaker, which would hit
 * bystanders, does not see it. A write that the database did not answer fails the journal's future
 * ({@code JournalFailureException}): it may have been stored.
 */
public final class GroupCommitJournalDao extends DefaultJournalDao {

  private final Serialization serialization;
  private final JournalWriter writer;
  private final JournalReplay replay;

  public GroupCommitJournalDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer) {
    super(database, profile, config, serialization, executionContext, materializer);
    this.serialization = serialization;
    var binding = JournalBinding.of(serialization.system().settings().config());
    this.writer = binding.writer();
    this.replay =
        new JournalReplay(binding.reads(), database.ioExecutionContext()::execute, serialization);
  }

  /** A recovery. Nobody reads it later than that, so there is nothing to wait for at its end. */
  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messagesWithBatch(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      int batchSize,
      Option<Tuple2<FiniteDuration, Scheduler>> refreshInterval) {
    return replay
        .rows(persistenceId, fromSequenceNr, toSequenceNr)
        .<Try<Tuple2<PersistentRepr, Object>>>map(
            row -> new Success<>(new Tuple2<>(row, (Object) row.sequenceNr())))
        .asScala();
  }

  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
    var outcomes = CollectionConverters.asJava(messages).stream().map(this::write).toList();
    var all =
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
            .thenApply(done ->
                CollectionConverters.asScala(
                        outcomes.stream().map(CompletableFuture::join).toList())
                    .toList());
    return FutureConverters.asScala(all.thenApply(list -> (Seq<Try<BoxedUnit>>) list));
  }

  private CompletableFuture<Try<BoxedUnit>> write(AtomicWrite write) {
    try {
      return store(CollectionConverters.asJava(write.payload()))
          .thenApply(done -> success())
          .exceptionally(GroupCommitJournalDao::rejectionOrFailure);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(new Failure<>(e));
    }
  }

  private CompletableFuture<?> store(List<PersistentRepr> events) {
    if (!(events.getFirst().payload() instanceof IndexedRow)) {
      return writer.submit(new PlainAppend(events.stream().map(this::plainRow).toList()));
    }
    var rows = new ArrayList<JournalRow>();
    IndexChange index = null;
    for (var event : events) {
      var row = (IndexedRow) event.payload();
      var change = indexOf(row, event);
      rows.add(indexedRow(event, row, change));
      index = index == null ? change : change.after(index);
    }
    return writer.append(rows, indexOfAll(index), snapshotOf(events.getLast()));
  }

  private static byte @Nullable [] snapshotOf(PersistentRepr event) {
    return event.payload() instanceof ExecutionRow row
            && event.sequenceNr() >= ExecutionRow.SNAPSHOT_ROW_MIN
        ? row.newSnapshot()
        : null;
  }

  private static IndexChange indexOfAll(@Nullable IndexChange index) {
    if (index == null) {
      throw new AssertionError("Expected a write to hold at least one row.");
    }
    return index.withoutPassingOffers();
  }

  private static IndexChange indexOf(IndexedRow row, PersistentRepr event) {
    var index = row.index();
    if (index == null || !index.executionArn().equals(event.persistenceId())) {
      throw new AssertionError(
          "Expected row %d of %s to bring its index change, but it brings %s."
              .formatted(event.sequenceNr(), event.persistenceId(), index));
    }
    return index;
  }

  private static JournalRow indexedRow(PersistentRepr event, IndexedRow row, IndexChange index) {
    return new JournalRow(
        event.persistenceId(),
        event.sequenceNr(),
        event.writerUuid(),
        event.timestamp(),
        event.manifest(),
        row.bytes(),
        row.serializerId(),
        row.serializerManifest(),
        index.firstEventId(),
        index.lastEventId(),
        Set.of());
  }

  private JournalRow plainRow(PersistentRepr event) {
    var tagged = event.payload() instanceof Tagged t ? t : null;
    var payload = tagged == null ? event.payload() : tagged.payload();
    var serializer = serialization.findSerializerFor(payload);
    return new JournalRow(
        event.persistenceId(),
        event.sequenceNr(),
        event.writerUuid(),
        event.timestamp(),
        event.manifest(),
        serialization.serialize(payload).get(),
        serializer.identifier(),
        Serializers.manifestFor(serializer, payload),
        0,
        0,
        tagged == null ? Set.of() : CollectionConverters.asJava(tagged.tags()));
  }

  private static Try<BoxedUnit> success() {
    return new Success<>(BoxedUnit.UNIT);
  }

  private static Try<BoxedUnit> rejectionOrFailure(Throwable problem) {
    var cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    return switch (cause) {
      case FencedException fenced -> new Failure<>(fenced);
      case BlockedException blocked -> new Failure<>(blocked);
      case JournalOverloadedException overloaded -> new Failure<>(overloaded);
      case DatabaseUnavailableException unavailable -> throw unavailable;
      case RuntimeException e -> throw e;
      default -> throw new CompletionException(cause);
    };
  }
}
