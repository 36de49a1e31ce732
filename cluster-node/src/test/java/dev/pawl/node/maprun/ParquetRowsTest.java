package dev.pawl.node.maprun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsTest {

  @Test
  void rowsAreObjectsOfTheirColumns() throws IOException {
    var in = Objects.requireNonNull(getClass().getResourceAsStream("/parquet/products.parquet"));
    var found = new ArrayList<String>();

    try (var rows = ParquetRows.open(in)) {
      rows.forEachRemaining(row -> found.add(row.toString()));
    }

    assertThat(found)
        .containsExactly(
            "{\"id\":0,\"name\":\"n0\",\"price\":1.5}",
            "{\"id\":1,\"name\":null,\"price\":2.0}",
            "{\"id\":2,\"name\":\"ü2\",\"price\":null}",
            "{\"id\":3,\"name\":\"n3\",\"price\":0.1}",
            "{\"id\":4,\"name\":\"n4\",\"price\":7.25}");
  }

  /** As other tools write them: several row groups, a dictionary, lists. */
  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "gzip"})
  void filesThatArePackedAreRead(String codec) throws IOException {
    var in =
        Objects.requireNonNull(
            getClass().getResourceAsStream("/parquet/rows-" + codec + ".parquet"));
    var found = new ArrayList<String>();

    try (var rows = ParquetRows.open(in)) {
      rows.forEachRemaining(row -> found.add(row.toString()));
    }

    assertThat(found).hasSize(400);
    assertThat(found)
        .startsWith(
            "{\"id\":0,\"name\":\"name-0\",\"price\":0.0,\"tags\":[]}",
            "{\"id\":1,\"name\":null,\"price\":0.25,\"tags\":[\"a\"]}");
    assertThat(found).endsWith("{\"id\":399,\"name\":\"name-3\",\"price\":99.75,\"tags\":[]}");
  }

  @Test
  void anythingElseIsSaidToBeNone() throws IOException {
    var whole =
        Objects.requireNonNull(getClass().getResourceAsStream("/parquet/products.parquet"))
            .readAllBytes();

    for (var bytes :
        new byte[][] {
          {}, "id,name\n1,a\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), half(whole)
        }) {
      assertThatThrownBy(() -> ParquetRows.open(new ByteArrayInputStream(bytes)))
          .isInstanceOf(ItemReaderFailed.class)
          .hasMessageContaining("Parquet");
    }
  }

  private static byte[] half(byte[] whole) {
    return java.util.Arrays.copyOf(whole, whole.length / 2);
  }
}
