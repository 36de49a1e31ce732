package dev.pawl.node.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.deploy.Deployment;
import dev.pawl.node.cli.deploy.DeploymentFailure;
import dev.pawl.node.cli.deploy.InvalidDefinitions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration. It starts a node, deploys both examples, runs them on real data, kills the
 * node with SIGKILL in the middle, starts it again, and checks that every execution carried on and
 * that every number is right.
 */
public final class Demo {

  /**
   * The node is killed when so many products are stored: the import is in the middle of its Map
   * then.
   */
  private static final int PRODUCTS_AT_KILL = 250;

  private static final long PATIENCE_NANOS = 240_000_000_000L;
  private static final int ORPHAN_LOOKS = 100;
  private static final long LOOK_MILLIS = 20;
  private static final long CONFIRM_MILLIS = 200;

  private final Path data;
  private final int port;
  private final int shopPort;
  private final ImportScene products;
  private final OrderScene orders;
  private final Path examples;
  private final Narrator narrator;

  private List<ProcessHandle> functionsAtKill = List.of();
  private @Nullable ShopDatabase shop;
  private @Nullable NodeProcess node;

  /**
   * @param examples holds {@code product-import} and {@code order-processing}
   * @param data an empty directory
   */
  public Demo(Path examples, Path data, int port, int shopPort, PrintWriter narration)
      throws IOException {
    this.examples = examples;
    this.data = data.toAbsolutePath();
    this.port = port;
    this.shopPort = shopPort;
    this.products = ImportScene.read(examples.resolve("product-import"));
    this.orders = OrderScene.read(examples.resolve("order-processing"));
    this.narrator = new Narrator(narration);
  }

  /** One line of the result table. */
  public record Row(
      String machine,
      String name,
      String status,
      int eventsBeforeKill,
      int events,
      String result) {}

  /** How it went. It went well if every check holds. */
  public record Outcome(List<Row> rows, List<Check> checks, double seconds) {

    public Outcome {
      rows = List.copyOf(rows);
      checks = List.copyOf(checks);
    }

    public boolean ok() {
      return checks.stream().allMatch(Check::holds);
    }
  }

  /** Plays it all. */
  public Outcome run() throws DemoFailure, IOException, InterruptedException {
    try {
      begin();
      var imported = startWork();
      waitForTheMiddle(imported);
      crash(imported);
      finish(imported);
      return judge(imported);
    } catch (AwsError e) {
      throw new DemoFailure("The node refused a request: " + e.code() + ": " + e.getMessage());
    } catch (SQLException e) {
      throw new DemoFailure("The shop's database does not answer: " + e.getMessage());
    }
  }

  /**
   * The process ids of what goes on running when the demonstration is kept: node and shop database.
   */
  public List<Long> pids() {
    return List.of(node().process().pid(), shop().process().pid());
  }

  public URI endpoint() {
    return aws().endpoint();
  }

  /** Ends the node and the database. */
  public void end() throws InterruptedException {
    if (node != null) {
      node.process().stop();
    }
    if (shop != null) {
      shop.process().stop();
    }
  }

  private void begin() throws DemoFailure, IOException, InterruptedException {
    narrator.chapter("A node");
    Files.createDirectories(data.resolve("logs"));
    shop =
        ShopDatabase.start(data.resolve("shop"), data.resolve("logs/shop-database.log"), shopPort);
    narrator.say("the shop's SQL database runs, with process id %d", shop.process().pid());
    node = NodeProcess.start(data.resolve("node"), data.resolve("logs/node.log"), port);
    narrator.say(
        "a node runs on %s, with process id %d and an empty data directory %s",
        node.aws().endpoint(), node.process().pid(), data.resolve("node"));
  }

  private ExecutionRun startWork() throws AwsError, DemoFailure, IOException, InterruptedException {
    narrator.chapter("Two workflows");
    var machines = new LinkedHashMap<String, String>();
    for (var example : List.of("order-processing", "product-import")) {
      deploy(example, machines);
    }
    orders.start(aws(), machineArn(machines, "order-processing"));
    narrator.say(
        "%d orders have come in: %s",
        orders.runs().size(),
        String.join(", ", orders.runs().stream().map(ExecutionRun::name).toList()));
    var imported = products.start(aws(), machineArn(machines, "product-import"));
    narrator.say(
        "the import of %d rows begins, in batches, four at a time; %d rows are broken",
        products.rows(), products.brokenRows());
    return imported;
  }

  private void deploy(String example, Map<String, String> machines)
      throws AwsError, DemoFailure, IOException {
    try {
      var steps =
          new Deployment(aws(), shop().parameters(), MachineType.STANDARD)
              .deploy(examples.resolve(example));
      for (var step : steps) {
        if (step.kind().equals("machine")) {
          machines.put(step.name(), step.arn());
        }
      }
      narrator.say("deployed %s: %d functions and a state machine", example, steps.size() - 1);
    } catch (DeploymentFailure | InvalidDefinitions e) {
      throw new DemoFailure(String.valueOf(e.getMessage()));
    }
  }

  private void waitForTheMiddle(ExecutionRun imported)
      throws DemoFailure, SQLException, InterruptedException, AwsError, IOException {
    var until = System.nanoTime() + PATIENCE_NANOS;
    while (products.productsStored(shop()) < PRODUCTS_AT_KILL) {
      if (System.nanoTime() > until) {
        throw tooSlow("the import to store " + PRODUCTS_AT_KILL + " products", imported);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    narrator.say(
        "%d products are stored, and %d orders wait for their customers",
        products.productsStored(shop()), orders.waiting(shop()).size());
  }

  private void crash(ExecutionRun imported)
      throws DemoFailure, AwsError, IOException, InterruptedException {
    narrator.chapter("A crash");
    for (var run : all(imported)) {
      run.remember(aws());
      narrator.say(
          "%-18s %4d events, in %s",
          run.name(),
          run.eventsBeforeKill().size(),
          ExecutionRun.whereabouts(run.eventsBeforeKill()));
    }
    var pid = node().process().pid();
    functionsAtKill = node().process().descendants();
    node().process().kill();
    narrator.say(
        "kill -9 %d: the node is dead, with %d processes that ran functions",
        pid, functionsAtKill.size());
    var killed = narrator.seconds();
    node = node().startAgain();
    narrator.say(
        "the node runs again, with process id %d; it took %.1f s",
        node().process().pid(), narrator.seconds() - killed);
  }

  private void finish(ExecutionRun imported)
      throws DemoFailure, AwsError, IOException, InterruptedException, SQLException {
    narrator.chapter("Everything carries on");
    var open = new ArrayList<>(all(imported));
    var until = System.nanoTime() + PATIENCE_NANOS;
    while (!open.isEmpty()) {
      for (var order : orders.confirm(aws(), orders.waiting(shop()))) {
        narrator.say("%-18s confirmed from outside, by task token", order);
      }
      for (var run : List.copyOf(open)) {
        var execution = run.describe(aws());
        if (!execution.path("status").asText().equals("RUNNING")) {
          open.remove(run);
          narrator.say(
              "%-18s %s  %s",
              run.name(), execution.path("status").asText(), summary(run, execution));
        }
      }
      if (System.nanoTime() > until) {
        throw tooSlow("every execution to end", open.get(0));
      }
      Thread.sleep(CONFIRM_MILLIS);
    }
  }

  private Outcome judge(ExecutionRun imported)
      throws AwsError, IOException, InterruptedException, SQLException {
    var rows = new ArrayList<Row>();
    var checks = new ArrayList<Check>();
    var executions = new LinkedHashMap<String, JsonNode>();
    var histories = new LinkedHashMap<String, List<JsonNode>>();
    for (var run : all(imported)) {
      var execution = run.describe(aws());
      var events = run.events(aws());
      executions.put(run.name(), execution);
      histories.put(run.name(), events);
      rows.add(
          new Row(
              run.machine(),
              run.name(),
              execution.path("status").asText(),
              run.eventsBeforeKill().size(),
              events.size(),
              summary(run, execution)));
    }
    checks.add(
        Check.holds(
            "the import was running when the node was killed", imported.wasRunningAtKill()));
    checks.add(
        Check.holds(
            "every event acknowledged before the kill is still there",
            all(imported).stream()
                .allMatch(run ->
                    Histories.continues(
                        run.eventsBeforeKill(), histories.getOrDefault(run.name(), List.of())))));
    checks.add(
        Check.holds(
            "every history is linear and without a gap",
            histories.values().stream().allMatch(Histories::isLinear)));
    checks.add(Check.equal("functions that outlived their node", 0, orphans()));
    checks.addAll(
        products.checks(
            executions.getOrDefault(imported.name(), AwsClient.object()),
            histories.getOrDefault(imported.name(), List.of()),
            shop()));
    checks.addAll(orders.checks(executions, histories, shop()));
    return new Outcome(rows, checks, narrator.seconds());
  }

  /**
   * How many processes of the dead node are still there. They end by themselves, within moments.
   */
  private long orphans() throws InterruptedException {
    long alive = 0;
    for (int look = 0; look < ORPHAN_LOOKS; look++) {
      alive = functionsAtKill.stream().filter(ProcessHandle::isAlive).count();
      if (alive == 0) {
        return 0;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return alive;
  }

  private String summary(ExecutionRun run, JsonNode execution) {
    return run.machine().equals("product-import")
        ? products.summary(execution)
        : orders.summary(execution);
  }

  private DemoFailure tooSlow(String what, ExecutionRun run) throws AwsError, IOException {
    var events = run.events(aws());
    return new DemoFailure(
        "Expected %s within %d s, but %s is in %s after %d events. The log of the node: %s"
            .formatted(
                what,
                PATIENCE_NANOS / 1_000_000_000L,
                run.name(),
                ExecutionRun.whereabouts(events),
                events.size(),
                node().log()));
  }

  private List<ExecutionRun> all(ExecutionRun imported) {
    var all = new ArrayList<ExecutionRun>();
    all.add(imported);
    all.addAll(orders.runs());
    return all;
  }

  private static String machineArn(Map<String, String> machines, String name) throws DemoFailure {
    var arn = machines.get(name);
    if (arn == null) {
      throw new DemoFailure("Expected the example to hold the machine " + name + ".");
    }
    return arn;
  }

  private AwsClient aws() {
    return node().aws();
  }

  private NodeProcess node() {
    if (node == null) {
      throw new AssertionError("The node has not been started.");
    }
    return node;
  }

  private ShopDatabase shop() {
    if (shop == null) {
      throw new AssertionError("The database has not been started.");
    }
    return shop;
  }
}
