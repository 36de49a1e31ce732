package shop.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads one batch of rows and takes them apart. What a field means is for the next step to say. */
public final class ParseRows
    implements RequestHandler<Map<String, Object>, List<Map<String, Object>>> {

  private static final List<String> COLUMNS = List.of(PlanBatches.HEADER.split(","));

  @Override
  public List<Map<String, Object>> handleRequest(Map<String, Object> event, Context context) {
    var batch = (Map<?, ?>) event.get("batch");
    var first = ((Number) batch.get("firstRow")).intValue();
    var last = ((Number) batch.get("lastRow")).intValue();
    try (var lines = Files.lines(Path.of((String) event.get("file")))) {
      // Row 1 is the line after the header.
      var rows = lines.skip(first).limit(last - first + 1L).toList();
      return IntStream.range(0, rows.size()).mapToObj(i -> row(first + i, rows.get(i))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> row(int number, String line) {
    var row = new LinkedHashMap<String, Object>();
    row.put("row", number);
    try {
      var fields = Csv.fields(line);
      if (fields.size() != COLUMNS.size()) {
        row.put("problem", "has " + fields.size() + " columns, not " + COLUMNS.size());
      } else {
        IntStream.range(0, fields.size())
            .forEach(i -> row.put(COLUMNS.get(i), fields.get(i).strip()));
      }
    } catch (IllegalArgumentException e) {
      row.put("problem", e.getMessage());
    }
    return row;
  }
}
