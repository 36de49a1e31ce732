package dev.pawl.node.maprun;

import dev.pawl.engine.asl.ResultWriter;
import dev.pawl.engine.asl.ResultWriter.WriterConfig;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.objects.ObjectStore;
import dev.pawl.persistence.index.MapRunChildren;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every Map Run on this node shares.
 *
 * @param incarnation names this run of this node
 * @param blocking where the database and the object store may be waited for
 * @param wake wakes a Map Run, whose newest row is that one, wherever it lives by then
 */
record MapRunWorld(
    MapRunSettings settings,
    Executions executions,
    MapRunPlans plans,
    MapRunChildren children,
    ObjectStore objects,
    ItemSources sources,
    Clock clock,
    String incarnation,
    Executor blocking,
    ObjLongConsumer<String> wake) {

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Chance chance() {
    return new Chance(new SplittableRandom(ThreadLocalRandom.current().nextLong()), now());
  }

  <T> CompletionStage<T> block(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, blocking);
  }

  /** Puts the results where they belong; null when a failed Map Run writes none. */
  @Nullable Payload writeResults(MapRunWork work, boolean succeeded) {
    var writer = work.state().distribution().resultWriter();
    var arguments = work.plan().writerArguments();
    if (writer.isPresent() && arguments != null) {
      return new ResultExport(
              objects,
              work.mapRunArn(),
              arguments,
              writer.get().config(),
              settings.resultFileBytesMax())
          .write(Results.all(children, work.mapRunArn()));
    }
    return succeeded
        ? Results.inline(
            Results.all(children, work.mapRunArn()),
            writer.map(ResultWriter::config).orElse(WriterConfig.DEFAULT),
            settings.payloadBytesMax())
        : null;
  }
}
