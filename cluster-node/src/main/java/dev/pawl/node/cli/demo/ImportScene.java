package dev.pawl.node.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The product import: what goes in, and what must have come out. */
final class ImportScene {

  private static final int ROWS_PER_BATCH = 50;
  private static final int MAX_CONCURRENCY = 4;
  private static final String WAREHOUSE = "Berlin";

  private final Path file;
  private final int rows;
  private final Set<Integer> brokenRows;
  private final long unitsInGoodRows;

  private ImportScene(Path file, int rows, Set<Integer> brokenRows, long unitsInGoodRows) {
    this.file = file;
    this.rows = rows;
    this.brokenRows = brokenRows;
    this.unitsInGoodRows = unitsInGoodRows;
  }

  /** Reads the data and the list of rows that are known to be broken. */
  static ImportScene read(Path example) throws IOException {
    var file = example.resolve("data/products.csv").toAbsolutePath();
    var lines = Files.readAllLines(file);
    var broken = new TreeSet<Integer>();
    for (var line :
        Files.readAllLines(example.resolve("data/broken-rows.csv")).stream().skip(1).toList()) {
      broken.add(Integer.parseInt(line.substring(0, line.indexOf(','))));
    }
    long units = 0;
    for (int row = 1; row < lines.size(); row++) {
      if (!broken.contains(row)) {
        var fields = lines.get(row).split(",");
        // The stock is the last column but one; only names have commas of their own.
        units += Long.parseLong(fields[fields.length - 2]);
      }
    }
    return new ImportScene(file, lines.size() - 1, broken, units);
  }

  int rows() {
    return rows;
  }

  int brokenRows() {
    return brokenRows.size();
  }

  int goodRows() {
    return rows - brokenRows.size();
  }

  ExecutionRun start(AwsClient aws, String machineArn) throws AwsError, IOException {
    var input =
        AwsClient.object()
            .put("file", file.toString())
            .put("rowsPerBatch", ROWS_PER_BATCH)
            .put("warehouse", WAREHOUSE);
    return ExecutionRun.start(aws, machineArn, "spring-catalogue", input);
  }

  long productsStored(ShopDatabase shop) throws SQLException {
    return shop.number("SELECT COUNT(*) FROM products");
  }

  String summary(JsonNode execution) {
    var output = ExecutionRun.json(execution.path("output").asText(""));
    return output.has("imported")
        ? "%d imported, %d broken rows reported"
            .formatted(output.path("imported").asInt(), output.path("brokenRows").asInt())
        : execution.path("error").asText();
  }

  List<Check> checks(JsonNode execution, List<JsonNode> events, ShopDatabase shop)
      throws SQLException {
    var output = ExecutionRun.json(execution.path("output").asText(""));
    var reported = new TreeSet<Integer>();
    output.path("broken").forEach(broken -> reported.add(broken.path("row").asInt()));
    var checks = new ArrayList<Check>();
    checks.add(Check.equal("the import succeeded", "SUCCEEDED", execution.path("status").asText()));
    checks.add(Check.equal("rows read", rows, output.path("rows").asInt()));
    checks.add(Check.equal("products imported", goodRows(), output.path("imported").asInt()));
    checks.add(Check.equal("broken rows reported", brokenRows, reported));
    checks.add(Check.equal("products in the database", goodRows(), productsStored(shop)));
    checks.add(
        Check.equal(
            "units in the inventory",
            unitsInGoodRows,
            shop.number("SELECT SUM(quantity) FROM inventory")));
    checks.add(
        Check.equal(
            "stock movements, one per product",
            goodRows(),
            shop.number("SELECT COUNT(*) FROM stock_movements")));
    checks.add(
        Check.holds(
            "at most %d batches at once".formatted(MAX_CONCURRENCY),
            Histories.mostIterations(events) <= MAX_CONCURRENCY));
    return checks;
  }
}
