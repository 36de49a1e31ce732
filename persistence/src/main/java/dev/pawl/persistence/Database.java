package dev.pawl.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pawl.persistence.DatabaseSettings.Embedded;
import dev.pawl.persistence.DatabaseSettings.PostgreSql;
import dev.pawl.persistence.catalog.ActivityCatalog;
import dev.pawl.persistence.catalog.AliasCatalog;
import dev.pawl.persistence.catalog.FunctionCatalog;
import dev.pawl.persistence.catalog.LogGroupCatalog;
import dev.pawl.persistence.catalog.PauseCatalog;
import dev.pawl.persistence.catalog.RoleCatalog;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.Tags;
import dev.pawl.persistence.catalog.VersionCatalog;
import dev.pawl.persistence.index.BulkOperations;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.ExecutionSearch;
import dev.pawl.persistence.index.MapRunChildren;
import dev.pawl.persistence.index.Retention;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalBinding;
import dev.pawl.persistence.journal.JournalWriter;
import dev.pawl.persistence.journal.StoredExecutions;
import dev.pawl.persistence.limit.LimitCatalog;
import dev.pawl.persistence.limit.PermitTable;
import dev.pawl.persistence.membership.NodeHeartbeats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;

/**
 * An open database: migrated, with one writer, and pools for reads and replay.
 *
 * <p>Errors: {@link DatabaseStartException} when it cannot be opened. Later troubles are those of
 * the parts.
 */
public final class Database implements AutoCloseable {

  /** How long a read waits for a connection before it fails: the database is gone, or overrun. */
  private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(5);

  private final Engine engine;
  private final DataSource source;
  private final HikariDataSource readPool;
  private final HikariDataSource replayPool;
  private final JournalWriter writer;
  private final JournalBinding binding;
  private final Reads reads;

  private Database(Engine engine, DatabaseSettings settings) {
    this.engine = engine;
    this.source = engine.source("open");
    this.readPool = pool(engine.source("read"), "read", settings.readConnections());
    this.replayPool = pool(engine.source("replay"), "replay", settings.replayConnections());
    this.reads = new Reads(readPool);
    this.writer = engine.writer(engine.source("write"), settings.writer());
    this.binding = engine.bind(writer, replayPool, settings.replayConnections());
  }

  /** Opens and migrates it. Close it after the actor system has ended. */
  public static Database open(DatabaseSettings settings) {
    return open(
        settings,
        switch (settings.location()) {
          case Embedded embedded -> new EmbeddedEngine(embedded.dataDirectory(), "file");
          case PostgreSql postgres -> new PostgresEngine(postgres);
        });
  }

  static Database open(DatabaseSettings settings, Engine engine) {
    engine.claim();
    try {
      engine.migrate(engine.source("migrate"));
      return new Database(engine, settings);
    } catch (RuntimeException e) {
      engine.release();
      throw engine.startException(e);
    }
  }

  private static HikariDataSource pool(DataSource source, String name, int connections) {
    var config = new HikariConfig();
    config.setPoolName("pawl-" + name);
    config.setDataSource(source);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
    // An open transaction would hold back PostgreSQL's vacuum; reads are single statements.
    config.setAutoCommit(true);
    return new HikariDataSource(config);
  }

  /**
   * What an actor system needs to keep its journal and snapshots here; put it before your own
   * configuration.
   */
  public Config pekkoConfig() {
    return ConfigFactory.parseMap(Map.of("pawl.persistence.database", binding.name()))
        .withFallback(ConfigFactory.parseResources(Database.class, "journal.conf"));
  }

  /** The database's own time: the clock that all its nodes share. */
  public Instant time() {
    return reads
        .first("SELECT CURRENT_TIMESTAMP AS its_time", row -> Jdbc.instant(row, "its_time"))
        .orElseThrow();
  }

  /**
   * Counts connections in use and waiting.
   *
   * @param registry a Micrometer {@code MeterRegistry}; the pool knows it by reflection
   */
  public void measurePools(Object registry) {
    readPool.setMetricRegistry(registry);
    replayPool.setMetricRegistry(registry);
  }

  public JournalWriter writer() {
    return writer;
  }

  public ExecutionIndex executions() {
    return new ExecutionIndex(reads);
  }

  public ExecutionSearch search() {
    return new ExecutionSearch(reads);
  }

  public BulkOperations bulkOperations() {
    return new BulkOperations(writer, reads);
  }

  public MapRunChildren mapRuns() {
    return new MapRunChildren(reads);
  }

  public ExecutionHistories histories() {
    return new ExecutionHistories(reads);
  }

  public StoredExecutions storedExecutions() {
    return new StoredExecutions(reads);
  }

  public Retention retention() {
    return new Retention(writer);
  }

  public StateMachineCatalog stateMachines() {
    return new StateMachineCatalog(writer, reads);
  }

  public LimitCatalog limits() {
    return new LimitCatalog(writer, reads);
  }

  public PermitTable permits() {
    return new PermitTable(writer, reads);
  }

  public VersionCatalog versions() {
    return new VersionCatalog(writer, reads);
  }

  public AliasCatalog aliases() {
    return new AliasCatalog(writer, reads);
  }

  public ActivityCatalog activities() {
    return new ActivityCatalog(writer, reads);
  }

  public PauseCatalog pauses() {
    return new PauseCatalog(writer, reads);
  }

  public FunctionCatalog functions() {
    return new FunctionCatalog(writer, reads);
  }

  public RoleCatalog roles() {
    return new RoleCatalog(writer, reads);
  }

  public LogGroupCatalog logGroups() {
    return new LogGroupCatalog(writer, reads);
  }

  public NodeHeartbeats heartbeats() {
    return new NodeHeartbeats(writer, reads);
  }

  public Tags tags() {
    return new Tags(writer, reads);
  }

  /**
   * Copies the embedded database, while it is in use, into a zip file.
   *
   * @throws UnsupportedOperationException on PostgreSQL, which has its own tools
   */
  public void backUp(Path zip) {
    if (!(engine instanceof EmbeddedEngine)) {
      throw new UnsupportedOperationException(
          "Expected the embedded database, but this is PostgreSQL: back it up with pg_dump or"
              + " pg_basebackup.");
    }
    EmbeddedBackup.write(source, zip);
  }

  /** Writes what waits, and closes. */
  @Override
  public void close() {
    writer.close();
    binding.close();
    replayPool.close();
    readPool.close();
    engine.release();
  }
}
