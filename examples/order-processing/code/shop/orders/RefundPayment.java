package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Compensates {@link ChargePayment}: gives the money of a cancelled order back, once. */
public final class RefundPayment
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    return Shop.inTransaction(connection -> refund(connection, order));
  }

  private static Map<String, Object> refund(Connection connection, Order order)
      throws SQLException {
    var refunded =
        Shop.update(
            connection,
            "UPDATE payments SET state = 'REFUNDED' WHERE order_id = ? AND state = 'CHARGED'",
            order.id());
    if (refunded == 0) {
      // Never charged, or not yet: a charge that is still on its way must find this.
      Shop.update(
          connection,
          "MERGE INTO payments (order_id, cents, state) KEY (order_id) VALUES (?, ?, 'REFUNDED')",
          order.id(), order.totalCents());
    }
    return Map.of("centsReturned", refunded == 0 ? 0 : order.totalCents());
  }
}
