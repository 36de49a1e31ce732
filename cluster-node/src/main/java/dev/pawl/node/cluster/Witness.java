package dev.pawl.node.cluster;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/** Who is alive according to the database. Without one, nobody knows. */
public final class Witness implements Extension {

  private volatile Supplier<CompletionStage<Set<String>>> testimony =
      () -> CompletableFuture.failedStage(new IllegalStateException("There is no witness."));

  private Witness() {}

  private static final class Id extends ExtensionId<Witness> {
    static final Id ID = new Id();

    @Override
    public Witness createExtension(ActorSystem<?> system) {
      return new Witness();
    }
  }

  public static Witness of(ActorSystem<?> system) {
    return Id.ID.apply(system);
  }

  /**
   * @param testimony the incarnations of the nodes that have written lately
   */
  public void is(Supplier<CompletionStage<Set<String>>> testimony) {
    this.testimony = testimony;
  }

  CompletionStage<Set<String>> living() {
    return testimony.get();
  }
}
