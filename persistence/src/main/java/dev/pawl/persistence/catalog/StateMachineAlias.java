package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name for one version of a state machine, or for two of which each is taken by its weight.
 *
 * @param routes one or two, in the order in which they were given
 */
public record StateMachineAlias(
    String stateMachineArn,
    String name,
    @Nullable String description,
    List<Route> routes,
    Instant creationDate,
    Instant updateDate) {

  /**
   * A version and its share.
   *
   * @param weight of a hundred starts, so many
   */
  public record Route(int version, int weight) {}

  static final String COLUMNS =
      "state_machine_arn, name, description, version, weight, other_version, other_weight, creation_date, update_date";

  public StateMachineAlias {
    routes = List.copyOf(routes);
    creationDate = Jdbc.stored(creationDate);
    updateDate = Jdbc.stored(updateDate);
  }

  /** The name under which it is started and described. */
  public String arn() {
    return stateMachineArn + ":" + name;
  }

  public boolean routesTo(int version) {
    return routes.stream().anyMatch(route -> route.version() == version);
  }

  /**
   * The version for one start.
   *
   * @param chance from 0 (included) to 100 (excluded)
   */
  public int versionFor(int chance) {
    var first = routes.getFirst();
    return chance < first.weight() ? first.version() : routes.getLast().version();
  }

  static StateMachineAlias read(ResultSet row) throws SQLException {
    var routes = new ArrayList<Route>();
    routes.add(new Route(row.getInt("version"), row.getInt("weight")));
    var other = row.getObject("other_version", Integer.class);
    if (other != null) {
      routes.add(new Route(other, row.getInt("other_weight")));
    }
    return new StateMachineAlias(
        row.getString("state_machine_arn"),
        row.getString("name"),
        row.getString("description"),
        routes,
        Jdbc.instant(row, "creation_date"),
        Jdbc.instant(row, "update_date"));
  }

  /** In the order of {@link #COLUMNS}. */
  @Nullable Object[] columns() {
    var first = routes.getFirst();
    var other = routes.size() > 1 ? routes.get(1) : null;
    return new @Nullable Object[] {
      stateMachineArn,
      name,
      description,
      first.version(),
      first.weight(),
      other == null ? null : other.version(),
      other == null ? null : other.weight(),
      creationDate,
      updateDate
    };
  }
}
