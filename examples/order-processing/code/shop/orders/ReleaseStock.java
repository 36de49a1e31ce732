package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Compensates {@link ReserveStock}: puts the pieces of a cancelled order back on the shelf, once. */
public final class ReleaseStock implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    return Shop.inTransaction(connection -> release(connection, order));
  }

  private static Map<String, Object> release(Connection connection, Order order)
      throws SQLException {
    int pieces = 0;
    for (var line : order.lines()) {
      var wasReserved =
          Shop.update(
              connection,
              "UPDATE reservations SET state = 'RELEASED'"
                  + " WHERE order_id = ? AND sku = ? AND state = 'RESERVED'",
              order.id(), line.sku());
      if (wasReserved == 1) {
        Shop.update(
            connection,
            "UPDATE shelf SET on_hand = on_hand + ? WHERE sku = ?",
            line.quantity(), line.sku());
        pieces += line.quantity();
      } else {
        // Never reserved, or not yet: a reservation that is still on its way must find this.
        Shop.update(
            connection,
            "MERGE INTO reservations (order_id, sku, quantity, state) KEY (order_id, sku)"
                + " VALUES (?, ?, ?, 'RELEASED')",
            order.id(), line.sku(), line.quantity());
      }
    }
    return Map.of("piecesReturned", pieces);
  }
}
