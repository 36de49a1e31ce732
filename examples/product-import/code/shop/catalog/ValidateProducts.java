package shop.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** Passes a batch on if all its rows are good; throws {@link BrokenRows} if one is not. */
public final class ValidateProducts
    implements RequestHandler<Map<String, List<Map<String, Object>>>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(
      Map<String, List<Map<String, Object>>> event, Context context) {
    var rows = event.get("rows");
    var checked = CheckedRows.of(rows);
    if (!checked.broken().isEmpty()) {
      var first = checked.broken().get(0);
      throw new BrokenRows(
          checked.broken().size(), rows.size(), "row " + first.get("row") + ", " + first.get("reason"));
    }
    return Map.of("products", checked.products(), "broken", checked.broken());
  }
}
