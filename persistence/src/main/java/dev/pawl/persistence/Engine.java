package dev.pawl.persistence;

import dev.pawl.persistence.journal.JournalBinding;
import dev.pawl.persistence.journal.JournalWriter;
import javax.sql.DataSource;

/** What differs between the two kinds of database when one is opened. */
sealed interface Engine permits EmbeddedEngine, PostgresEngine {

  /** Refuses a database that this process has open already. */
  void claim();

  /**
   * A source of unpooled connections with this application name; reaches the database for the first
   * time.
   */
  DataSource source(String purpose);

  void migrate(DataSource source);

  JournalWriter writer(DataSource source, JournalWriter.Limits limits);

  JournalBinding bind(JournalWriter writer, DataSource pool, int connections);

  /** Names the trouble of opening it. */
  DatabaseStartException startException(Exception cause);

  /** After all connections are closed, or opening has failed. */
  void release();
}
