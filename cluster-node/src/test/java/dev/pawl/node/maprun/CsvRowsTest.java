package dev.pawl.node.maprun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.ItemReader.ReaderConfig;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** CSV as Step Functions reads it. */
class CsvRowsTest {

  private static ReaderConfig config(String delimiter, List<String> headers) {
    return new ReaderConfig(
        Optional.of("CSV"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(delimiter),
        Optional.of(headers.isEmpty() ? "FIRST_ROW" : "GIVEN"),
        headers,
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> rows(ReaderConfig config, String text) throws IOException {
    var rows = new ArrayList<String>();
    new CsvRows(new StringReader(text), config)
        .forEachRemaining((JsonNode row) -> rows.add(row.toString()));
    return rows;
  }

  private static List<String> rows(String text) throws IOException {
    return rows(config("COMMA", List.of()), text);
  }

  @Test
  void shortRowsAreFilledUpAndExtraColumnsDropped() throws IOException {
    assertThat(rows("a,b\n1\n1,2,3\n"))
        .containsExactly("{\"a\":\"1\",\"b\":\"\"}", "{\"a\":\"1\",\"b\":\"2\"}");
  }

  @Test
  void quotedValuesHoldDelimitersQuotesAndLineBreaks() throws IOException {
    assertThat(rows("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\r\n"))
        .containsExactly("{\"a\":\"x,\\\"y\\\"\",\"b\":\"1\\n2\"}");
  }

  @Test
  void aBackslashEscapesOnlyWhatNeedsIt() throws IOException {
    assertThat(rows("a,b\nx\\,y,\\\\\\n\\\"\n"))
        .containsExactly("{\"a\":\"x,y\",\"b\":\"\\\\n\\\"\"}");
  }

  @Test
  void emptyLinesAndTheEndOfTheFileAreNoRows() throws IOException {
    assertThat(rows("a\n\n1\n\n")).containsExactly("{\"a\":\"1\"}");
    assertThat(rows("a\n1")).containsExactly("{\"a\":\"1\"}");
    assertThat(rows("")).isEmpty();
  }

  @Test
  void headersMayBeGivenAndDelimitersChosen() throws IOException {
    assertThat(rows(config("PIPE", List.of("x", "y")), "1|2\n3|4"))
        .containsExactly("{\"x\":\"1\",\"y\":\"2\"}", "{\"x\":\"3\",\"y\":\"4\"}");
  }

  @Test
  void duplicateHeadersAreRefused() {
    assertThatThrownBy(() -> rows(config("COMMA", List.of("x", "x")), "1,2"))
        .isInstanceOf(ItemReaderFailed.class)
        .hasMessage("CSV headers cannot contain duplicates.");
  }
}
