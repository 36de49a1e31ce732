package shop.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Inserts the products of one batch in one transaction. A task may run twice when a node dies, so a
 * product that is already there is overwritten with the same values: done twice is done once.
 */
public final class InsertProducts
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var importId = (String) event.get("importId");
    var products = (List<Map<String, Object>>) event.get("products");
    return Shop.inTransaction(connection -> insert(connection, importId, products));
  }

  private static Map<String, Object> insert(
      Connection connection, String importId, List<Map<String, Object>> products)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "MERGE INTO products (sku, name, category, cents, grams, import_id, source_row)"
                + " KEY (sku) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      for (var product : products) {
        statement.setObject(1, product.get("sku"));
        statement.setObject(2, product.get("name"));
        statement.setObject(3, product.get("category"));
        statement.setObject(4, product.get("cents"));
        statement.setObject(5, product.get("grams"));
        statement.setString(6, importId);
        statement.setObject(7, product.get("row"));
        statement.addBatch();
      }
      statement.executeBatch();
    }
    return Map.of("inserted", products.size());
  }
}
