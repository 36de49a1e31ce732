package dev.pawl.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.json.Json;
import dev.pawl.engine.search.IndexedAttribute.Source;
import dev.pawl.engine.search.IndexedAttribute.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values are taken as declared, and sort as text in the order they have. */
class IndexedAttributeTest {

  @Test
  void aValueOfTheDeclaredTypeIsTakenAndNoOther() throws Exception {
    var input =
        Json.parse(
            "{\"o\":{\"id\":\"A\",\"n\":5,\"b\":true,\"t\":\"2026-11-30T01:00:00+01:00\",\"l\":[7]}}");

    assertThat(of(Type.STRING, "$.o.id").value(input)).contains(AttributeValue.text("A"));
    assertThat(of(Type.NUMBER, "$.o.n").value(input)).isEqualTo(AttributeValue.number(5));
    assertThat(of(Type.NUMBER, "$.o.l[0]").value(input)).isEqualTo(AttributeValue.number(7));
    assertThat(of(Type.BOOLEAN, "$['o'].b").value(input)).contains(AttributeValue.flag(true));
    assertThat(of(Type.TIME, "$.o.t").value(input).orElseThrow().encoded())
        .isEqualTo("t:2026-11-30T00:00:00.000000Z");
    assertThat(of(Type.STRING, "$.o.n").value(input)).isEmpty();
    assertThat(of(Type.NUMBER, "$.o.id").value(input)).isEmpty();
    assertThat(of(Type.TIME, "$.o.id").value(input)).isEmpty();
    assertThat(of(Type.STRING, "$.missing.id").value(input)).isEmpty();
  }

  @Test
  void aDeclarationSaysWhatIsWrongWithIt() {
    assertThat(IndexedAttribute.problem(List.of(of(Type.STRING, "$.a")))).isEmpty();
    assertThat(IndexedAttribute.problem(List.of(of(Type.STRING, "$..a")))).isPresent();
    assertThat(IndexedAttribute.problem(List.of(of(Type.STRING, "$.a"), of(Type.NUMBER, "$.b"))))
        .hasValueSatisfying(problem -> assertThat(problem).contains("found 'x' twice"));
    assertThat(
            IndexedAttribute.problem(
                List.of(new IndexedAttribute("Status", Type.STRING, Source.INPUT, "$.a"))))
        .isPresent();
    var variable = new IndexedAttribute("x", Type.STRING, Source.VARIABLE, "$order.id");
    assertThat(IndexedAttribute.problem(List.of(variable))).isEmpty();
    assertThat(variable.variable()).isEqualTo("order");
    assertThat(
            IndexedAttribute.problem(
                List.of(new IndexedAttribute("x", Type.STRING, Source.VARIABLE, "$.order"))))
        .isPresent();
  }

  @Test
  void numbersSortAsTextInTheirOrder() {
    var random = new Random(4711);
    var numbers = new ArrayList<>(List.of(0.0, -0.0, 1.0, -1.0, 1e300, -1e300, 0.5, 255.0, 256.0));
    for (int i = 0; i < 1_000; i++) {
      numbers.add(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
    }
    Collections.sort(numbers, (one, other) -> Double.compare(one + 0.0, other + 0.0));

    var encoded = numbers.stream().map(n -> AttributeValue.number(n).orElseThrow().encoded());

    assertThat(encoded.toList()).isSorted();
    assertThat(AttributeValue.number(-12.25).orElseThrow().json().doubleValue()).isEqualTo(-12.25);
    assertThat(AttributeValue.number(Double.POSITIVE_INFINITY)).isEmpty();
  }

  @Test
  void aLongTextIsCutAndWhatNoDatabaseTakesIsReplaced() {
    var whole = AttributeValue.text("x".repeat(256));
    var cut = AttributeValue.text("x".repeat(255) + "\uD83D\uDE00");

    assertThat(whole.truncated()).isFalse();
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.encoded()).isEqualTo("s:" + "x".repeat(255));
    assertThat(AttributeValue.text("a\0b\uD83D").encoded()).isEqualTo("s:a\uFFFDb\uFFFD");
  }

  private static IndexedAttribute of(Type type, String path) {
    return new IndexedAttribute("x", type, Source.INPUT, path);
  }
}
