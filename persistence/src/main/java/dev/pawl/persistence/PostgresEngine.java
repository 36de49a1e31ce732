package dev.pawl.persistence;

import dev.pawl.persistence.DatabaseSettings.PostgreSql;
import dev.pawl.persistence.DatabaseStartException.Problem;
import dev.pawl.persistence.journal.JournalBinding;
import dev.pawl.persistence.journal.JournalWriter;
import dev.pawl.persistence.schema.Migrations;
import dev.pawl.persistence.schema.NewerSchemaException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL. Sessions are told to let go by themselves: of locks when their client is paused in a
 * transaction, of everything when its host is gone.
 */
record PostgresEngine(PostgreSql location) implements Engine {

  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int SOCKET_TIMEOUT_SECONDS = 30;
  private static final String SESSION =
      "-c lock_timeout=5s -c idle_in_transaction_session_timeout=5s -c tcp_user_timeout=5s"
          + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
          + " -c synchronous_commit=on";

  @Override
  public void claim() {
    // Many may have it open; the journal's fence keeps them apart.
  }

  @Override
  public DataSource source(String purpose) {
    var source = new PGSimpleDataSource();
    source.setUrl(location.url());
    source.setUser(location.user());
    source.setPassword(location.password());
    source.setApplicationName("pawl-" + purpose);
    source.setOptions(SESSION);
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    source.setTcpKeepAlive(true);
    return source;
  }

  @Override
  public void migrate(DataSource source) {
    Migrations.onPostgreSql(source);
  }

  @Override
  public JournalWriter writer(DataSource source, JournalWriter.Limits limits) {
    return JournalWriter.onPostgreSql(source, limits);
  }

  @Override
  public JournalBinding bind(JournalWriter writer, DataSource pool, int connections) {
    return JournalBinding.onPostgreSql(writer, pool, connections);
  }

  @Override
  public DatabaseStartException startException(Exception cause) {
    if (cause instanceof NewerSchemaException) {
      return problem(Problem.SCHEMA_IS_NEWER, cause);
    }
    return problem(
        SqlCauses.isConnection(cause) ? Problem.DATABASE_UNREACHABLE : Problem.MIGRATION_FAILED,
        cause);
  }

  private DatabaseStartException problem(Problem problem, Exception cause) {
    return new DatabaseStartException(
        problem, "Expected to open %s, but: %s".formatted(location, cause.getMessage()), cause);
  }

  @Override
  public void release() {
    // The server lives on without us.
  }
}
