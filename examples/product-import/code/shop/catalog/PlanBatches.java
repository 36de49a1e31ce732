package shop.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Counts the rows of a catalogue and cuts them into batches. Only row numbers travel through the
 * execution: a payload ends at 256 KiB, and a catalogue may be larger.
 */
public final class PlanBatches implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  static final String HEADER = "sku,name,category,price,currency,stock,weight_grams";

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var rows = countRows(Path.of((String) event.get("file")));
    var rowsPerBatch = ((Number) event.get("rowsPerBatch")).intValue();
    var batches = new ArrayList<Map<String, Object>>();
    for (int first = 1; first <= rows; first += rowsPerBatch) {
      var last = Math.min(rows, first + rowsPerBatch - 1);
      batches.add(Map.of("number", batches.size() + 1, "firstRow", first, "lastRow", last));
    }
    System.out.println(rows + " rows in " + batches.size() + " batches");
    return Map.of("rows", rows, "batches", batches);
  }

  private static int countRows(Path file) {
    try (var lines = Files.lines(file)) {
      List<String> all = lines.toList();
      if (all.isEmpty() || !all.get(0).strip().equals(HEADER)) {
        throw new CatalogUnreadable("Expected " + file + " to begin with the line " + HEADER + ".");
      }
      return all.size() - 1;
    } catch (IOException e) {
      throw new CatalogUnreadable("Expected to read the file " + file + ", but: " + e);
    }
  }
}
