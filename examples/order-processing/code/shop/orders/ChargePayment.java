package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/**
 * Charges the card of an order. As with real payment providers, test cards make things happen: {@code
 * busy-twice} fails with {@link PaymentGatewayBusy} in the first two attempts, {@code declined} fails
 * for good. Asked twice for one order, it charges once.
 */
public final class ChargePayment
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    var attempt = ((Number) event.get("attempt")).intValue();
    if (order.card().equals("declined")) {
      throw new PaymentDeclined("The bank declined " + order.totalCents() + " cents.");
    }
    if (order.card().equals("busy-twice") && attempt < 2) {
      throw new PaymentGatewayBusy("The gateway is busy (attempt " + attempt + ").");
    }
    var charged =
        Shop.inTransaction(
            connection ->
                Shop.update(
                    connection,
                    "INSERT INTO payments (order_id, cents, state) SELECT ?, ?, 'CHARGED'"
                        + " WHERE NOT EXISTS (SELECT 1 FROM payments WHERE order_id = ?)",
                    order.id(), order.totalCents(), order.id()));
    System.out.println(
        (charged == 1 ? "charged " : "already charged ") + order.totalCents() + " for " + order.id());
    return Map.of("cents", order.totalCents(), "retries", attempt);
  }
}
