package dev.pawl.node.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who follow executions, wherever these live. One of this node tells at once that it has
 * moved; of the others the database tells, which is asked for all of them together.
 */
public final class Followers {

  /** Executions that one question to the database is about. */
  private static final int ASKED_AT_ONCE = 1_000;

  private final Map<String, Set<Following>> followed = new ConcurrentHashMap<>();

  /** What the database knows of executions. */
  @FunctionalInterface
  public interface Stored {
    /** Blocks. */
    Collection<Standing> of(Collection<String> executionArns);
  }

  /** Where an execution stands. */
  public record Standing(String executionArn, long seqNr, boolean running) {}

  /** One follower of one execution. Close it, or it is remembered for ever. */
  public final class Following implements AutoCloseable {
    private final String executionArn;
    private final List<Wish> wishes = new ArrayList<>();
    private Standing last;

    /** What somebody waits for: a row behind that one, or an end that is not before it. */
    private record Wish(long seqNr, boolean end, CompletableFuture<Void> fulfilled) {
      boolean isFulfilledBy(Standing standing) {
        return standing.running()
            ? !end && standing.seqNr() > seqNr
            : standing.seqNr() >= seqNr && standing.seqNr() > 0;
      }
    }

    private Following(String executionArn) {
      this.executionArn = executionArn;
      this.last = new Standing(executionArn, 0, true);
    }

    /** Completes as soon as the execution is known to have a row behind that one, or to be over. */
    public CompletionStage<Void> behind(long seqNr) {
      return when(new Wish(seqNr, false, new CompletableFuture<>()));
    }

    /** Completes as soon as the execution is known to be over. */
    public CompletionStage<Void> ended() {
      return when(new Wish(0, true, new CompletableFuture<>()));
    }

    private synchronized CompletionStage<Void> when(Wish wish) {
      if (wish.isFulfilledBy(last)) {
        wish.fulfilled().complete(null);
      } else {
        wishes.add(wish);
      }
      return wish.fulfilled();
    }

    /** Asks the database now. Blocks. */
    public void look(Stored stored) {
      stored.of(List.of(executionArn)).forEach(this::moved);
    }

    private void moved(Standing standing) {
      fulfilled(standing).forEach(wish -> wish.fulfilled().complete(null));
    }

    private synchronized List<Wish> fulfilled(Standing standing) {
      if (standing.seqNr() < last.seqNr()) {
        return List.of(); // the database has been asked before this was said
      }
      last = standing;
      var fulfilled = wishes.stream().filter(wish -> wish.isFulfilledBy(standing)).toList();
      wishes.removeAll(fulfilled);
      return fulfilled;
    }

    @Override
    public void close() {
      followed.computeIfPresent(
          executionArn,
          (arn, followings) -> {
            followings.remove(this);
            return followings.isEmpty() ? null : followings;
          });
    }
  }

  /** Begins to follow; ask the database once after that, for what came before. */
  public Following follow(String executionArn) {
    var following = new Following(executionArn);
    followed.compute(
        executionArn,
        (arn, followings) -> {
          var all = followings == null ? ConcurrentHashMap.<Following>newKeySet() : followings;
          all.add(following);
          return all;
        });
    return following;
  }

  /** How many executions are followed here. */
  public int size() {
    return followed.size();
  }

  void moved(String executionArn, long seqNr, boolean running) {
    if (!followed.isEmpty()) {
      moved(new Standing(executionArn, seqNr, running));
    }
  }

  private void moved(Standing standing) {
    var followings = followed.get(standing.executionArn());
    if (followings != null) {
      followings.forEach(following -> following.moved(standing));
    }
  }

  /** Asks the database for all that are followed. Blocks. */
  public void look(Stored stored) {
    var arns = List.copyOf(followed.keySet());
    for (var from = 0; from < arns.size(); from += ASKED_AT_ONCE) {
      var some = arns.subList(from, Math.min(arns.size(), from + ASKED_AT_ONCE));
      stored.of(some).forEach(standing -> moved(standing));
    }
  }
}
