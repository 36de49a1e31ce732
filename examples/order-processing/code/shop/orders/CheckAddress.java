package shop.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks that a parcel could be delivered, and says which carrier zone it goes to. */
public final class CheckAddress implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  private static final Pattern POSTCODE = Pattern.compile("\\d{5}");

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var order = Order.of(event);
    var postcode = order.postcode();
    if (!POSTCODE.matcher(postcode).matches()) {
      throw new AddressUnknown("Expected a postcode of five digits, but found '" + postcode + "'.");
    }
    return Map.of("postcode", postcode, "zone", "DE-" + postcode.charAt(0));
  }
}
