package dev.pawl.node.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The seven orders: who they are, who confirms them, and how each must end. */
final class OrderScene {

  private static final String BUSY_GATEWAY = "A-1002";
  private static final String NEVER_CONFIRMED = "A-1006";
  private static final long START_PAUSE_MILLIS = 200;

  /** How each order must end: its status, and the status in its output or the error. */
  private static final Map<String, String> ENDINGS = endings();

  private final JsonNode orders;
  private final Map<String, ExecutionRun> runs = new LinkedHashMap<>();
  private final Set<String> confirmed = new HashSet<>();

  private OrderScene(JsonNode orders) {
    this.orders = orders;
  }

  static OrderScene read(Path example) throws IOException {
    var text = Files.readString(example.resolve("data/orders.json"));
    return new OrderScene(new ObjectMapper().readTree(text));
  }

  /** Starts the orders one after the other, as a shop gets them. */
  void start(AwsClient aws, String machineArn) throws AwsError, IOException, InterruptedException {
    for (var order : orders) {
      var id = order.path("id").asText();
      runs.put(id, ExecutionRun.start(aws, machineArn, id, order));
      Thread.sleep(START_PAUSE_MILLIS);
    }
  }

  List<ExecutionRun> runs() {
    return List.copyOf(runs.values());
  }

  /** The orders that wait for a confirmation, with their task tokens. */
  Map<String, String> waiting(ShopDatabase shop) throws SQLException {
    var waiting = shop.map("SELECT order_id, task_token FROM confirmations");
    waiting.keySet().removeAll(confirmed);
    waiting.remove(NEVER_CONFIRMED);
    return waiting;
  }

  /** Sends the tokens back, as the shop's web page would; says for which orders. */
  List<String> confirm(AwsClient aws, Map<String, String> waiting) throws IOException, AwsError {
    var accepted = new ArrayList<String>();
    for (var order : waiting.entrySet()) {
      if (!confirmed.contains(order.getKey()) && send(aws, order.getValue())) {
        confirmed.add(order.getKey());
        accepted.add(order.getKey());
      }
    }
    return accepted;
  }

  private static boolean send(AwsClient aws, String token) throws IOException, AwsError {
    try {
      aws.stepFunctions(
          "SendTaskSuccess",
          AwsClient.object()
              .put("taskToken", token)
              .put("output", "{\"confirmedBy\":\"the customer\"}"));
      return true;
    } catch (AwsError e) {
      // The attempt it belongs to was given up in the crash; the next one has laid down its own.
      if (e.code().equals("TaskTimedOut") || e.code().equals("TaskDoesNotExist")) {
        return false;
      }
      throw e;
    }
  }

  String summary(JsonNode execution) {
    var output = ExecutionRun.json(execution.path("output").asText(""));
    return output.has("status")
        ? output.path("status").asText() + " " + output.path("tracking").asText()
        : execution.path("error").asText() + ": " + execution.path("cause").asText();
  }

  List<Check> checks(
      Map<String, JsonNode> executions, Map<String, List<JsonNode>> events, ShopDatabase shop)
      throws SQLException {
    var checks = new ArrayList<Check>();
    ENDINGS.forEach((id, ending) ->
        checks.add(
            Check.equal(
                "order " + id, ending, ending(executions.getOrDefault(id, AwsClient.object())))));
    // The gateway is busy in the first two attempts. On a slow machine one of them may fail before
    // it gets there.
    var tried = events.getOrDefault(BUSY_GATEWAY, List.of());
    checks.add(
        Check.holds(
            "the payment of " + BUSY_GATEWAY + " failed at least twice, and was retried",
            Histories.count(tried, "TaskFailed") >= 2
                && Histories.countErrors(tried, "shop.orders.PaymentGatewayBusy") >= 1));
    checks.add(
        Check.equal(
            "confirmations of " + NEVER_CONFIRMED + " that timed out",
            1,
            Histories.count(events.getOrDefault(NEVER_CONFIRMED, List.of()), "TaskTimedOut")));
    checks.add(
        Check.equal(
            "payments",
            "{A-1001=CHARGED, A-1002=CHARGED, A-1003=CHARGED, A-1004=CHARGED, A-1005=REFUNDED,"
                + " A-1006=REFUNDED, A-1007=CHARGED}",
            shop.map("SELECT order_id, state FROM payments")));
    checks.add(
        Check.equal(
            "pieces left on the shelf",
            "{GRD-10002=24, KIT-10003=57, LGT-10004=12, TOL-10001=37}",
            shop.map("SELECT sku, on_hand FROM shelf")));
    checks.add(Check.equal("parcels", 4, shop.number("SELECT COUNT(*) FROM shipments")));
    return checks;
  }

  private static String ending(JsonNode execution) {
    var output = ExecutionRun.json(execution.path("output").asText(""));
    return execution.path("status").asText()
        + " "
        + output.path("status").asText(execution.path("error").asText());
  }

  private static Map<String, String> endings() {
    var endings = new LinkedHashMap<String, String>();
    endings.put("A-1001", "SUCCEEDED SHIPPED");
    endings.put(BUSY_GATEWAY, "SUCCEEDED SHIPPED");
    endings.put("A-1003", "SUCCEEDED SENT");
    endings.put("A-1004", "SUCCEEDED SHIPPED");
    endings.put("A-1005", "FAILED OrderCancelled");
    endings.put(NEVER_CONFIRMED, "FAILED OrderCancelled");
    endings.put("A-1007", "SUCCEEDED SHIPPED");
    return endings;
  }
}
