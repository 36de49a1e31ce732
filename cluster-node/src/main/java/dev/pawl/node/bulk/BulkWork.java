package dev.pawl.node.bulk;

import dev.pawl.engine.search.Filter;
import dev.pawl.engine.search.IllegalQueryException;
import dev.pawl.engine.search.TextQuery;
import dev.pawl.persistence.index.BulkOperation;
import dev.pawl.persistence.index.BulkOperation.Counts;
import dev.pawl.persistence.index.BulkOperations;
import dev.pawl.persistence.index.ExecutionSearch;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.jdbc.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on bulk operations: takes the lease, writes down a page of executions, does the action to
 * each of them, counts, and writes down the next. Whoever comes after a crash begins with the page
 * that is written down. Each step names the version it has read: of two who work on one operation,
 * the second to store anything stops.
 */
public final class BulkWork {
  /** Executions of a page, unless the operation may do fewer in a second. */
  static final int PAGE_MAX = 100;

  /** Executions that a dry run counts at once. */
  static final int COUNTED_MAX = 1_000;

  /** Executions that are acted on at the same time. */
  static final int AT_ONCE_MAX = 10;

  /** How often an execution that does not answer is asked. */
  static final int TRIES_MAX = 5;

  /** How long nobody else looks at an operation after a step of it. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(BulkWork.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final BulkOperations operations;
  private final ExecutionSearch search;
  private final BulkDoor door;
  private final String owner;
  private final InstantSource clock;
  private final Executor blocking;
  private volatile boolean closed;

  public BulkWork(
      BulkOperations operations,
      ExecutionSearch search,
      BulkDoor door,
      String owner,
      InstantSource clock,
      Executor blocking) {
    this.operations = operations;
    this.search = search;
    this.door = door;
    this.owner = owner;
    this.clock = clock;
    this.blocking = blocking;
  }

  /** Begins nothing any more. */
  public void close() {
    closed = true;
  }

  /** Works on an operation until it is over, or somebody else works on it. */
  public CompletionStage<Done> work(String id) {
    return operations
        .take(id, owner, LEASE)
        .thenCompose(taken ->
            taken.isEmpty()
                ? CompletableFuture.completedStage(Done.getInstance())
                : steps(taken.get()));
  }

  private CompletionStage<Done> steps(BulkOperation operation) {
    if (closed || !operation.isRunning()) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    return step(operation)
        .thenCompose(changed -> operations.change(changed, owner, LEASE))
        .thenComposeAsync(
            stored ->
                stored.isEmpty()
                    ? CompletableFuture.completedStage(Done.getInstance())
                    : steps(stored.get()),
            blocking);
  }

  private CompletionStage<BulkOperation> step(BulkOperation operation) {
    return operation.page().isEmpty() ? nextPage(operation) : onPage(operation);
  }

  // ---- which executions

  private CompletionStage<BulkOperation> nextPage(BulkOperation operation) {
    return CompletableFuture.supplyAsync(() -> found(operation), blocking);
  }

  private BulkOperation found(BulkOperation operation) {
    var max = operation.dryRun() ? COUNTED_MAX : Math.min(PAGE_MAX, operation.maxPerSecond());
    try {
      var page = search.page(filter(operation), true, max, operation.nextToken());
      return withPage(operation, page);
    } catch (IllegalQueryException e) {
      // It was one when it was stored, by another version of Pawl.
      return operation.ended(BulkOperation.FAILED, clock.instant(), e.getMessage());
    }
  }

  /** What is started after the operation has begun is not its business. */
  private static Filter filter(BulkOperation operation) throws IllegalQueryException {
    return TextQuery.parse(operation.query(), UnaryOperator.identity())
        .and(new Filter.StartDate(Filter.Operator.LESS_THAN_OR_EQUALS, operation.startDate()));
  }

  private BulkOperation withPage(BulkOperation operation, Page<ExecutionSummary> page) {
    var arns = page.items().stream().map(ExecutionSummary::executionArn).toList();
    var next = page.nextToken();
    if (!arns.isEmpty() && !operation.dryRun()) {
      return operation.with(arns, next);
    }
    var counted = operation.with(List.of(), next).counted(new Counts(arns.size(), 0, 0), null);
    return endedIf(next == null, counted);
  }

  private BulkOperation endedIf(boolean last, BulkOperation operation) {
    return last ? operation.ended(BulkOperation.SUCCEEDED, clock.instant(), null) : operation;
  }

  // ---- the action

  private CompletionStage<BulkOperation> onPage(BulkOperation operation) {
    var begin = System.nanoTime();
    return inParts(operation, operation.page(), new ArrayList<>())
        .thenCompose(outcomes -> paced(operation, begin, outcomes))
        .thenApply(
            outcomes -> endedIf(operation.nextToken() == null, counted(operation, outcomes)));
  }

  private CompletionStage<List<BulkOutcome>> inParts(
      BulkOperation operation, List<String> left, List<BulkOutcome> outcomes) {
    if (left.isEmpty()) {
      return CompletableFuture.completedStage(outcomes);
    }
    var part = left.subList(0, Math.min(AT_ONCE_MAX, left.size()));
    var acting =
        part.stream().map(arn -> act(operation, arn, 1, PAUSE).toCompletableFuture()).toList();
    return CompletableFuture.allOf(acting.toArray(CompletableFuture[]::new))
        .thenComposeAsync(
            done -> {
              acting.forEach(acted -> outcomes.add(acted.join()));
              return inParts(operation, left.subList(part.size(), left.size()), outcomes);
            },
            blocking);
  }

  private CompletionStage<BulkOutcome> act(
      BulkOperation operation, String executionArn, int tries, Duration pause) {
    return door.act(operation, executionArn)
        .handle((outcome, failure) ->
            failure == null
                ? CompletableFuture.completedStage(outcome)
                : again(operation, executionArn, tries, pause, failure))
        .thenCompose(later -> later);
  }

  private CompletionStage<BulkOutcome> again(
      BulkOperation operation, String executionArn, int tries, Duration pause, Throwable failure) {
    LOG.warn(
        "Expected {} to be done to {}, but: {}",
        operation.action(),
        executionArn,
        failure.toString());
    return tries >= TRIES_MAX || closed
        ? CompletableFuture.completedStage(
            BulkOutcome.refused(executionArn, "It does not answer: " + failure))
        : after(pause)
            .thenCompose(waited -> act(operation, executionArn, tries + 1, pause.multipliedBy(2)));
  }

  private static BulkOperation counted(BulkOperation operation, List<BulkOutcome> outcomes) {
    var done = outcomes.stream().filter(BulkOutcome::isDone).count();
    return operation.counted(
        new Counts(outcomes.size(), done, outcomes.size() - done), lastRefusal(outcomes));
  }

  private static @Nullable String lastRefusal(List<BulkOutcome> outcomes) {
    return outcomes.stream()
        .map(BulkOutcome::refusal)
        .filter(Objects::nonNull)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  /** No more in a second than the operation may. */
  private static <T> CompletionStage<List<T>> paced(
      BulkOperation operation, long beginNanos, List<T> done) {
    var least = TimeUnit.SECONDS.toNanos(1) * done.size() / operation.maxPerSecond();
    var left = least - (System.nanoTime() - beginNanos);
    return left <= 0
        ? CompletableFuture.completedStage(done)
        : after(Duration.ofNanos(left)).thenApply(waited -> done);
  }

  private static CompletableFuture<Done> after(Duration pause) {
    return new CompletableFuture<Done>()
        .completeOnTimeout(Done.getInstance(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }
}
