package dev.pawl.persistence.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings the schema of a database to the version of this release. Two nodes that start together
 * wait for each other.
 *
 * <p>Errors: {@link NewerSchemaException} if a newer release has been here; {@link FlywayException}
 * if a migration fails, which leaves the schema as it was.
 */
public final class Migrations {

  private static final String PLACE = "classpath:dev/pawl/persistence/schema/";
  private static final List<MigrationState> FUTURE =
      List.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  private Migrations() {}

  public static void onH2(DataSource database) {
    migrate(database, "h2", "BINARY LARGE OBJECT");
  }

  public static void onPostgreSql(DataSource database) {
    migrate(database, "postgresql", "BYTEA");
  }

  private static void migrate(DataSource database, String kind, String bytes) {
    var flyway =
        Flyway.configure()
            .dataSource(database)
            .locations(PLACE + "common", PLACE + kind)
            .placeholders(Map.of("bytes", bytes))
            .table("schema_history")
            .load();
    refuseNewer(flyway.info().applied());
    flyway.migrate();
  }

  private static void refuseNewer(MigrationInfo[] applied) {
    Arrays.stream(applied)
        .filter(migration -> FUTURE.contains(migration.getState()))
        .findFirst()
        .ifPresent(migration -> {
          throw new NewerSchemaException(String.valueOf(migration.getVersion()));
        });
  }
}
