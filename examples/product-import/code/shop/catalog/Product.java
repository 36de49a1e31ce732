package shop.catalog;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A product as the shop sells it. Made from a row only when every field makes sense. */
record Product(int row, String sku, String name, String category, long cents, int stock, int grams) {

  private static final Pattern SKU = Pattern.compile("[A-Z]{3}-\\d{5}");
  private static final Pattern PRICE = Pattern.compile("\\d{1,7}\\.\\d{2}");
  private static final Set<String> CATEGORIES =
      Set.of("tools", "garden", "kitchen", "office", "lighting", "paint");

  /** Throws {@link IllegalArgumentException} with the reason if the row is broken. */
  static Product of(Map<String, Object> row) {
    check(!row.containsKey("problem"), () -> (String) row.get("problem"));
    var sku = text(row, "sku");
    check(SKU.matcher(sku).matches(), () -> "sku '" + sku + "' is not like ABC-12345");
    var name = text(row, "name");
    check(!name.isEmpty(), () -> "the name is missing");
    var category = text(row, "category");
    check(CATEGORIES.contains(category), () -> "category '" + category + "' is unknown");
    var price = text(row, "price");
    check(PRICE.matcher(price).matches(), () -> "price '" + price + "' is not like 12.50");
    var currency = text(row, "currency");
    check(currency.equals("EUR"), () -> "currency '" + currency + "' is not EUR");
    var cents = new BigDecimal(price).movePointRight(2).longValueExact();
    check(cents > 0, () -> "the price is zero");
    return new Product(
        ((Number) row.get("row")).intValue(),
        sku,
        name,
        category,
        cents,
        count(row, "stock"),
        count(row, "weight_grams"));
  }

  Map<String, Object> toJson() {
    var json = new LinkedHashMap<String, Object>();
    json.put("row", row);
    json.put("sku", sku);
    json.put("name", name);
    json.put("category", category);
    json.put("cents", cents);
    json.put("stock", stock);
    json.put("grams", grams);
    return json;
  }

  private static String text(Map<String, Object> row, String column) {
    return (String) row.getOrDefault(column, "");
  }

  private static int count(Map<String, Object> row, String column) {
    var text = text(row, column);
    try {
      var count = Integer.parseInt(text);
      check(count >= 0, () -> column + " " + text + " is negative");
      return count;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(column + " '" + text + "' is not a whole number", e);
    }
  }

  private static void check(boolean holds, java.util.function.Supplier<String> reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason.get());
    }
  }
}
