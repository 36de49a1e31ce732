package dev.pawl.persistence.journal;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;

/**
 * Gives pekko-persistence-jdbc our pool instead of one it would make. Named in the configuration.
 */
public final class ReplayDatabases implements SlickDatabaseProvider {

  private final ActorSystem system;

  public ReplayDatabases(ActorSystem system) {
    this.system = system;
  }

  @Override
  public SlickDatabase database(Config plugin) {
    return JournalBinding.of(system.settings().config()).replay();
  }
}
