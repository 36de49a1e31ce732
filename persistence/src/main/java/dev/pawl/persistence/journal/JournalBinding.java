package dev.pawl.persistence.journal;

import com.typesafe.config.Config;
import dev.pawl.persistence.jdbc.Reads;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import slick.jdbc.H2Profile$;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcBackend$;
import slick.jdbc.JdbcProfile;
import slick.jdbc.PostgresProfile$;
import slick.util.AsyncExecutor$;

/**
 * What the journal plugin of an actor system needs of an open database. Pekko makes the plugin from
 * names in the configuration, so the way to a living object is a name too: {@value #KEY}.
 */
public final class JournalBinding implements AutoCloseable {

  static final String KEY = "pawl.persistence.database";

  private static final int QUEUE_MAX = 100_000;
  private static final Map<String, JournalBinding> OPEN = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();
  private final JournalWriter writer;
  private final SlickDatabase replay;
  private final Reads reads;

  private JournalBinding(JournalWriter writer, SlickDatabase replay, DataSource pool) {
    this.writer = writer;
    this.replay = replay;
    this.reads = new Reads(pool);
    OPEN.put(name, this);
  }

  /** Replay and snapshots go through this pool, which must have as many connections as said. */
  public static JournalBinding onH2(JournalWriter writer, DataSource pool, int connections) {
    return new JournalBinding(writer, slick(pool, connections, H2Profile$.MODULE$), pool);
  }

  /** Replay and snapshots go through this pool, which must have as many connections as said. */
  public static JournalBinding onPostgreSql(
      JournalWriter writer, DataSource pool, int connections) {
    return new JournalBinding(writer, slick(pool, connections, PostgresProfile$.MODULE$), pool);
  }

  static JournalBinding of(Config config) {
    var binding = OPEN.get(config.getString(KEY));
    if (binding == null) {
      throw new IllegalStateException(
          "Expected '%s' to name an open database, but it is '%s'; add Database.pekkoConfig() to the configuration."
              .formatted(KEY, config.getString(KEY)));
    }
    return binding;
  }

  /** The value of {@value #KEY} that leads here. */
  public String name() {
    return name;
  }

  JournalWriter writer() {
    return writer;
  }

  SlickDatabase replay() {
    return replay;
  }

  /** Queries of recoveries, on the same pool. */
  Reads reads() {
    return reads;
  }

  /** Ends Slick's threads; pool and writer stay their owner's. */
  @Override
  public void close() {
    OPEN.remove(name);
    replay.database().close();
  }

  private static SlickDatabase slick(DataSource pool, int connections, JdbcProfile profile) {
    var executor =
        AsyncExecutor$.MODULE$.apply(
            "pawl-replay", connections, connections, QUEUE_MAX, connections);
    var database =
        JdbcBackend$.MODULE$
            .Database()
            .forDataSource(pool, scala.Option.apply((Object) connections), executor, false);
    return new OpenDatabase(database, profile);
  }

  /** Slick's view of our pool. It outlives the plugin's actors, which may restart. */
  private record OpenDatabase(JdbcBackend.JdbcDatabaseDef database, JdbcProfile profile)
      implements SlickDatabase {
    @Override
    public boolean allowShutdown() {
      return false;
    }
  }
}
