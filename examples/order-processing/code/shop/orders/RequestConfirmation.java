package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/**
 * Asks the customer to confirm, and ends. The execution goes on waiting, without a process, until
 * somebody sends the task token back; here it is laid down where the shop's web page would find it.
 */
public final class RequestConfirmation
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    Shop.inTransaction(
        connection ->
            Shop.update(
                connection,
                "MERGE INTO confirmations (order_id, task_token) KEY (order_id) VALUES (?, ?)",
                order.id(), event.get("taskToken")));
    System.out.println("waiting for the confirmation of " + order.id());
    return Map.of("asked", order.id());
  }
}
