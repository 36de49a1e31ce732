package dev.pawl.persistence.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How one kind of database takes a batch. */
interface JournalStatements {

  /** A new connection for the writer, with its session settings, in auto-commit mode. */
  Connection connect() throws SQLException;

  /**
   * Writes all of them in one transaction and commits it.
   *
   * @param jobs at most one of a key
   * @return the keys of those that found their execution where they expected it
   */
  Set<String> write(Connection connection, List<Job.Fenced> jobs) throws SQLException;

  /** Returns when everything committed on this connection survives a power loss. */
  void makeDurable(Connection connection) throws SQLException;

  void lockTimeout(Connection connection, Duration timeout) throws SQLException;
}
