package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Hands the parcel to the carrier. The carrier does not go to the islands: postcodes from 25980. */
public final class Ship implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    var tracking = "PKT-" + order.id();
    if (order.postcode().startsWith("2598") || order.postcode().startsWith("2599")) {
      throw new CarrierRefused("The carrier does not deliver to " + order.postcode() + ".");
    }
    Shop.inTransaction(
        connection ->
            Shop.update(
                connection,
                "MERGE INTO shipments (order_id, tracking) KEY (order_id) VALUES (?, ?)",
                order.id(), tracking));
    return Map.of("tracking", tracking);
  }
}
