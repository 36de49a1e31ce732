package dev.pawl.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  @Test
  void anUntouchedPayloadKeepsItsText() throws Exception {
    var text = " { \"b\" : 1.50, \"a\":[ 1e2 ] } ";

    assertThat(Payload.parse(text).text()).isSameAs(text);
    assertThat(Payload.ofStoredText(text).text()).isSameAs(text);
  }

  @Test
  void aMadePayloadIsCompactAndKeepsTheOrderOfItsMembers() throws Exception {
    var node = Json.parse("{ \"b\": 1, \"a\": [1, 2.0, null, true, \"x\"] }");

    assertThat(Payload.of(node).text()).isEqualTo("{\"b\":1,\"a\":[1,2.0,null,true,\"x\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "\"é\"", "\"€\"", "\"😀\"", "{\"ключ\":\"значение\"}"})
  void utf8BytesAreCountedWithoutEncoding(String text) throws Exception {
    var expected = text.getBytes(StandardCharsets.UTF_8).length;

    assertThat(Payload.parse(text).utf8Bytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":}",
        "[1,]",
        "NaN",
        "Infinity",
        "1e400",
        "-1e400",
        "01",
        "'a'",
        "{a:1}",
        "1 2",
        "// c\n1",
        "\"\u0001\"",
        "nul"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> Payload.parse(text))
        .isInstanceOf(JsonTextException.class)
        .message()
        .isNotBlank()
        .doesNotContain("Source");
  }

  @Test
  void aRefusalSaysWhere() {
    assertThatThrownBy(() -> Payload.parse("{\n  \"a\": x }"))
        .isInstanceOfSatisfying(
            JsonTextException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isBetween(8, 10);
              assertThat(e).hasMessageStartingWith("Unrecognized token 'x'");
            });
  }

  @Test
  void nestingIsBoundedAtTheDoorAndNotInTheStore() throws Exception {
    var deep = "[".repeat(50_000) + "]".repeat(50_000);

    assertThatThrownBy(() -> Payload.parse(deep)).isInstanceOf(JsonTextException.class);
    assertThat(Json.deeperThan(Payload.ofStoredText(deep).node(), 49_000)).isTrue();
    assertThat(Json.deeperThan(Payload.ofStoredText(deep).node(), 50_000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"\ud83d\ude00\",\"\ud83d\"]", "\"\ude00\ud83d\ude00\"", "\"a\udc00\""})
  void halfASurrogatePairIsWrittenAsAnEscape(String text) throws Exception {
    var came = Payload.parse(text);
    var made = Payload.of(Json.parse(text));

    assertThat(came.text()).isEqualTo(made.text()).contains("\\ud");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(came.text())).isTrue();
    assertThat(Json.parse(came.text())).isEqualTo(Json.parse(text));
  }

  @Test
  void inANameItIsRefusedOrReplaced() throws Exception {
    var node = JsonNodeFactory.instance.objectNode();
    node.putArray("\ud83d").add("\ude00").add(1.0).add("😀");

    assertThatThrownBy(() -> Payload.parse("{\"\ud83d\":1}")).isInstanceOf(JsonTextException.class);
    assertThatThrownBy(() -> Payload.parse("{\"\\ud83d\":1}"))
        .isInstanceOf(JsonTextException.class);
    assertThat(Payload.of(node).text()).isEqualTo("{\"\ufffd\":[\"\\ude00\",1.0,\"😀\"]}");
    assertThat(Json.write(Json.storable(node))).isEqualTo("{\"\ufffd\":[\"\ufffd\",1.0,\"😀\"]}");
    assertThat(Json.storable(Json.storable(node))).isEqualTo(Json.storable(node));
  }

  @Test
  void aDeepTreeIsWrittenWithoutTheThreadsStack() {
    JsonNode node = JsonNodeFactory.instance.numberNode(1);
    for (int i = 0; i < 15_000; i++) {
      node = JsonNodeFactory.instance.arrayNode().add(node);
    }

    assertThat(Payload.of(node).text()).hasSize(30_001);
  }

  @Test
  void theLastOfRepeatedKeysCounts() throws Exception {
    assertThat(Json.write(Json.parse("{\"a\":1,\"a\":2}"))).isEqualTo("{\"a\":2}");
  }

  @Test
  void bigIntegersKeepTheirDigits() throws Exception {
    var text = "[12345678901234567890123,9007199254740993]";

    assertThat(Json.write(Json.parse(text))).isEqualTo(text);
  }
}
