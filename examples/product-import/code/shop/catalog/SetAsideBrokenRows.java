package shop.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** Splits a batch that failed validation: the good rows go on, the broken ones into the report. */
public final class SetAsideBrokenRows
    implements RequestHandler<Map<String, List<Map<String, Object>>>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(
      Map<String, List<Map<String, Object>>> event, Context context) {
    var checked = CheckedRows.of(event.get("rows"));
    checked.broken().forEach(row -> System.out.println("set aside " + row));
    return Map.of("products", checked.products(), "broken", checked.broken());
  }
}
