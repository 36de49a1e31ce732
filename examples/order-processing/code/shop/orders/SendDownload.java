package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Makes the download link of a digital order. The same order always gets the same link. */
public final class SendDownload implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    return Map.of("tracking", "https://shop.example/download/" + order.id());
  }
}
