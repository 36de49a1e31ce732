package dev.pawl.node.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Lets the entities of a node that starts wait until all kinds of them can be reached from here:
 * they talk to each other from their first moment, and the kinds are opened one after the other.
 */
public final class Opening {

  /** How many messages one entity keeps meanwhile; more are refused, and sent again. */
  private static final int STASH_MAX = 1_000;

  private enum Opened {
    NOW
  }

  private final CompletableFuture<Opened> opened = new CompletableFuture<>();

  /** All are there. */
  public void open() {
    opened.complete(Opened.NOW);
  }

  /** The behavior of an entity, once all are there. */
  public <M> Behavior<M> then(Supplier<Behavior<M>> behavior) {
    return opened.isDone() ? behavior.get() : Opening.<M>waiting(opened, behavior);
  }

  private static <M> Behavior<M> waiting(
      CompletableFuture<Opened> opened, Supplier<Behavior<M>> behavior) {
    return Behaviors.<Object>setup(context ->
            Behaviors.withStash(
                STASH_MAX,
                stash -> {
                  context.pipeToSelf(opened, (now, failure) -> Opened.NOW);
                  return Behaviors.receive(Object.class)
                      .onMessage(
                          Opened.class,
                          now -> stash.unstashAll(Behaviors.setup(ready -> wide(behavior.get()))))
                      .onAnyMessage(message -> {
                        stash.stash(message);
                        return Behaviors.same();
                      })
                      .build();
                }))
        .narrow();
  }

  /** Only messages of the entity's own kind are sent to it. */
  @SuppressWarnings("unchecked")
  private static <M> Behavior<Object> wide(Behavior<M> behavior) {
    return (Behavior<Object>) behavior;
  }
}
