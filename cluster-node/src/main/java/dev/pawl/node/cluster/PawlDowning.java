package dev.pawl.node.cluster;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.DowningProvider;
import scala.Option;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/** Gives up members that are gone: {@code pekko.cluster.downing-provider-class}. */
public final class PawlDowning extends DowningProvider {

  private final ActorSystem system;

  public PawlDowning(ActorSystem system) {
    this.system = system;
  }

  /** None: what a member that is given up wrongly still does, the journal refuses. */
  @Override
  public FiniteDuration downRemovalMargin() {
    return Duration.Zero();
  }

  @Override
  public Option<Props> downingActorProps() {
    var settings = DowningSettings.from(system.settings().config());
    return Option.apply(Adapter.props(() -> DowningActor.create(settings)));
  }
}
