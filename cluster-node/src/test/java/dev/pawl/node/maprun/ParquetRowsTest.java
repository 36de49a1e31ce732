package dev.pawl.node.maprun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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
