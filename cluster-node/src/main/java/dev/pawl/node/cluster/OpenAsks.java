package dev.pawl.node.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * Questions to sharded entities that have not been answered yet. When a node is lost they are asked
 * again at once, for nobody knows which of them were on their way to it; so an entity must take the
 * same question twice.
 */
public final class OpenAsks {

  private final Map<Long, Runnable> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** Asks; fails with a {@link java.util.concurrent.TimeoutException}. */
  public <M, R> CompletionStage<R> ask(
      EntityRef<M> entity, Function<ActorRef<R>, M> question, Duration timeout) {
    var number = numbers.incrementAndGet();
    return entity
        .<R>ask(
            replyTo -> {
              var message = question.apply(replyTo);
              open.put(number, () -> entity.tell(message));
              return message;
            },
            timeout)
        .whenComplete((answer, failure) -> open.remove(number));
  }

  public void repeat() {
    open.values().forEach(Runnable::run);
  }
}
