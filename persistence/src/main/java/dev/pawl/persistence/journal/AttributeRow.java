package dev.pawl.persistence.journal;

import dev.pawl.engine.search.AttributeValue;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An indexed attribute of one execution, as a batch writes it.
 *
 * @param value null = the row goes
 */
record AttributeRow(
    String executionArn, String attribute, @Nullable AttributeValue value, Instant startDate) {

  static Stream<AttributeRow> of(IndexChange index) {
    return index.attributes().stream()
        .map(changed ->
            new AttributeRow(
                index.executionArn(), changed.attribute(), changed.value(), index.startDate()));
  }

  static List<AttributeRow> withValue(List<AttributeRow> rows) {
    return rows.stream().filter(row -> row.value != null).toList();
  }

  static List<AttributeRow> withoutValue(List<AttributeRow> rows) {
    return rows.stream().filter(row -> row.value == null).toList();
  }

  /** The text that is stored. */
  String encoded() {
    return present().encoded();
  }

  boolean truncated() {
    return present().truncated();
  }

  private AttributeValue present() {
    if (value == null) {
      throw new AssertionError("Expected attribute " + attribute + " to have a value.");
    }
    return value;
  }
}
