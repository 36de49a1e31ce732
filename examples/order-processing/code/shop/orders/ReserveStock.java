package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Takes the ordered pieces off the shelf. Asked twice for one order, it takes them once. */
public final class ReserveStock implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    return Shop.inTransaction(connection -> reserve(connection, order));
  }

  private static Map<String, Object> reserve(Connection connection, Order order)
      throws SQLException {
    for (var line : order.lines()) {
      // A released reservation stays in the table: an attempt that comes too late finds it and takes nothing.
      var isNew =
          Shop.update(
              connection,
              "INSERT INTO reservations (order_id, sku, quantity, state) SELECT ?, ?, ?, 'RESERVED'"
                  + " WHERE NOT EXISTS (SELECT 1 FROM reservations WHERE order_id = ? AND sku = ?)",
              order.id(), line.sku(), line.quantity(), order.id(), line.sku());
      if (isNew == 1 && !take(connection, line)) {
        connection.rollback();
        throw new OutOfStock("Expected " + line.quantity() + " of " + line.sku() + " on the shelf.");
      }
    }
    return Map.of("reserved", order.lines().size());
  }

  private static boolean take(Connection connection, Order.Line line) throws SQLException {
    return Shop.update(
            connection,
            "UPDATE shelf SET on_hand = on_hand - ? WHERE sku = ? AND on_hand >= ?",
            line.quantity(), line.sku(), line.quantity())
        == 1;
  }
}
