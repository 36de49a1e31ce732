package shop.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a batch, told apart: products to import, and rows to report with the reason. */
record CheckedRows(List<Map<String, Object>> products, List<Map<String, Object>> broken) {

  static CheckedRows of(List<Map<String, Object>> rows) {
    var checked = new CheckedRows(new ArrayList<>(), new ArrayList<>());
    var rowOfSku = new HashMap<String, Integer>();
    rows.forEach(row -> checked.add(row, rowOfSku));
    return checked;
  }

  private void add(Map<String, Object> row, Map<String, Integer> rowOfSku) {
    try {
      var product = Product.of(row);
      var earlier = rowOfSku.putIfAbsent(product.sku(), product.row());
      if (earlier != null) {
        throw new IllegalArgumentException(
            "sku '" + product.sku() + "' is already in row " + earlier);
      }
      products.add(product.toJson());
    } catch (IllegalArgumentException e) {
      broken.add(Map.of("row", row.get("row"), "reason", e.getMessage()));
    }
  }
}
