package shop.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Adds the stock of one batch to a warehouse. Adding twice would be wrong, so every addition is a
 * row of its own with the id of the import: an addition that is already there is not made again.
 */
public final class UpdateInventory
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var importId = (String) event.get("importId");
    var warehouse = (String) event.get("warehouse");
    var products = (List<Map<String, Object>>) event.get("products");
    return Shop.inTransaction(connection -> add(connection, importId, warehouse, products));
  }

  private static Map<String, Object> add(
      Connection connection, String importId, String warehouse, List<Map<String, Object>> products)
      throws SQLException {
    int units = 0;
    try (var movement =
            connection.prepareStatement(
                "INSERT INTO stock_movements (import_id, sku, warehouse, quantity)"
                    + " SELECT ?, ?, ?, ? WHERE NOT EXISTS"
                    + " (SELECT 1 FROM stock_movements WHERE import_id = ? AND sku = ?)");
        var addition =
            connection.prepareStatement(
                "UPDATE inventory SET quantity = quantity + ? WHERE sku = ? AND warehouse = ?");
        var firstTime =
            connection.prepareStatement(
                "INSERT INTO inventory (quantity, sku, warehouse) VALUES (?, ?, ?)")) {
      for (var product : products) {
        var sku = (String) product.get("sku");
        var stock = ((Number) product.get("stock")).intValue();
        units += stock;
        if (move(movement, importId, sku, warehouse, stock)
            && !add(addition, stock, sku, warehouse)) {
          add(firstTime, stock, sku, warehouse);
        }
      }
    }
    return Map.of("units", units);
  }

  private static boolean move(
      PreparedStatement statement, String importId, String sku, String warehouse, int stock)
      throws SQLException {
    statement.setString(1, importId);
    statement.setString(2, sku);
    statement.setString(3, warehouse);
    statement.setInt(4, stock);
    statement.setString(5, importId);
    statement.setString(6, sku);
    return statement.executeUpdate() == 1;
  }

  private static boolean add(PreparedStatement statement, int stock, String sku, String warehouse)
      throws SQLException {
    statement.setInt(1, stock);
    statement.setString(2, sku);
    statement.setString(3, warehouse);
    return statement.executeUpdate() == 1;
  }
}
