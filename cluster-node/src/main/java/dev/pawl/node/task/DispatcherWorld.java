package dev.pawl.node.task;

import dev.pawl.node.observe.ActivityMeters;
import dev.pawl.persistence.journal.ActivityOffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.jspecify.annotations.Nullable;

/** What a dispatcher needs of its node. */
interface DispatcherWorld {
  CompletionStage<ActivityDispatcher.Taken> take(
      String executionArn, long taskId, @Nullable String workerName);

  /** The oldest offers of the activity. */
  CompletionStage<List<ActivityOffer>> offers(String activityArn, int limit);

  /** A task that was taken has not come to its worker, as far as one can tell. */
  void giveBack(String executionArn, long taskId);

  /** Whether that node answers, as far as one knows. */
  boolean hears(Address node);

  /** Tells from now on of what of this kind happens in the cluster. */
  <E extends ClusterDomainEvent> void tellOf(Class<E> kind, ActorRef<E> listener);

  TaskSettings settings();

  ActivityMeters meters();
}
