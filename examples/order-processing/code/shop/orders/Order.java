package shop.orders;

import java.util.List;
import java.util.Map;

/** An order, as far as the functions need to know it. */
record Order(String id, String kind, String postcode, String card, List<Line> lines) {

  record Line(String sku, int quantity, long cents) {}

  @SuppressWarnings("unchecked")
  static Order of(Map<String, Object> event) {
    var order = (Map<String, Object>) event.get("order");
    var address = (Map<String, Object>) order.getOrDefault("address", Map.of());
    var lines = (List<Map<String, Object>>) order.get("lines");
    return new Order(
        (String) order.get("id"),
        (String) order.get("kind"),
        (String) address.getOrDefault("postcode", ""),
        (String) order.get("card"),
        lines.stream().map(Order::line).toList());
  }

  long totalCents() {
    return lines.stream().mapToLong(line -> line.quantity() * line.cents()).sum();
  }

  private static Line line(Map<String, Object> line) {
    return new Line(
        (String) line.get("sku"),
        ((Number) line.get("quantity")).intValue(),
        ((Number) line.get("cents")).longValue());
  }
}
