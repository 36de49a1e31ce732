package dev.pawl.persistence.journal;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Statements that belong together: run by the journal's writer in one transaction, which it
 * commits. A failure rolls back all of it.
 *
 * <p>It may run again when the answer to its COMMIT was lost, so it must recognize its own traces:
 * write a value that only it knows, and look for that.
 */
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {
  T run(Connection connection) throws SQLException;
}
