package dev.pawl.node.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Whether a node is alive and ready, and if not, why.
 *
 * <p>Alive means that waiting longer may help; a node that is not alive must be restarted. It never
 * depends on the database or on other nodes, as a restart mends neither. Ready means that requests
 * may be sent here. A node is not ready until {@link #started} and after {@link #stopping}.
 */
public final class Health {

  private static final String STARTING = "Expected the node to have started, but it is starting.";
  private static final String STOPPING = "Expected the node to stay, but it is stopping.";

  private final List<Check> alive = new CopyOnWriteArrayList<>();
  private final List<Check> ready = new CopyOnWriteArrayList<>();
  private volatile Optional<String> phase = Optional.of(STARTING);

  public Health() {
    ready.add(new Check("node", () -> phase));
  }

  private record Check(String name, Supplier<Optional<String>> trouble) {

    Result run() {
      try {
        return new Result(name, trouble.get());
      } catch (RuntimeException e) {
        return new Result(name, Optional.of("Expected the check to answer, but: " + e));
      }
    }
  }

  /**
   * What one check found.
   *
   * @param trouble why it does not hold; empty if it holds
   */
  public record Result(String name, Optional<String> trouble) {}

  /**
   * What all checks of one kind found.
   *
   * @param results in the order in which the checks were added
   */
  public record Report(List<Result> results) {

    public Report {
      results = List.copyOf(results);
    }

    public boolean ok() {
      return results.stream().allMatch(result -> result.trouble().isEmpty());
    }

    /** {@code {"status": "ok", "checks": [{"name": "database", "status": "ok"}]}} */
    public ObjectNode json() {
      var json = JsonNodeFactory.instance.objectNode().put("status", word(ok()));
      var checks = json.putArray("checks");
      for (var result : results) {
        var check = checks.addObject().put("name", result.name());
        check.put("status", word(result.trouble().isEmpty()));
        result.trouble().ifPresent(why -> check.put("why", why));
      }
      return json;
    }

    private static String word(boolean ok) {
      return ok ? "ok" : "not ok";
    }
  }

  /**
   * Adds a condition of being alive.
   *
   * @param trouble why it does not hold, or empty; asked often, so it must not block
   */
  public void requireAlive(String name, Supplier<Optional<String>> trouble) {
    alive.add(new Check(name, trouble));
  }

  /**
   * Adds a condition of being ready.
   *
   * @param trouble why it does not hold, or empty; asked often, so it must not block
   */
  public void requireReady(String name, Supplier<Optional<String>> trouble) {
    ready.add(new Check(name, trouble));
  }

  /** The node serves from now on. */
  public void started() {
    phase = Optional.empty();
  }

  /** The node ends; requests under way are still answered. */
  public void stopping() {
    phase = Optional.of(STOPPING);
  }

  public Report live() {
    return run(alive);
  }

  public Report ready() {
    return run(ready);
  }

  private static Report run(List<Check> checks) {
    return new Report(checks.stream().map(Check::run).toList());
  }
}
