package dev.pawl.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions come from strangers: each of these ends, soon, and with an error of its own. */
@Timeout(30)
class HostileExpressionTest {

  private static JsonNode jsonata(String expression) throws Exception {
    var input = new StatesInput(Given.json("{'s':'" + "a".repeat(3_000) + "'}"), null, null);
    return JsonataTemplate.parse(TextNode.valueOf("{% " + expression + " %}"))
        .evaluate(input, Given.environment(), "Output");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ($f := function($n) { $f($n) }; $f(1))                                     | Expression evaluation timeout
          ($f := function($n) { 1 + $f($n) }; $f(1))                                 | Stack overflow error
          $contains($states.input.s, /a*a*a*a*a*a*b/)                                | Expression evaluation timeout
          $replace($states.input.s, /(.*)(.*)(.*)(.*)[^a]/, '')                      | Expression evaluation timeout
          /a*a*a*a*a*a*b/($states.input.s).match                                     | Expression evaluation timeout
          $reduce([1..1000000], $append)                                             | Expression evaluation timeout
          [1..1000000].[1..1000000]                                                  | Expression evaluation
          [1..1000000].{'a': $, 'b': [1..9]}                                         | Expression evaluation
          $pad('a', 1000000000)                                                      | Expression evaluation memory limit exceeded
          $replace($states.input.s, 'a', $states.input.s & $states.input.s)          | Expression evaluation
          ($d := function($x, $n) { $n = 0 ? $x : $d($x & $x, $n - 1) }; $d('a', 60)) | Expression evaluation memory limit exceeded
          ($d := function($x, $n) { $n = 0 ? $x : $d($append($x, $x), $n - 1) }; $d([1, 2], 60)) | Expression evaluation memory limit exceeded
          ($d := function($x, $n) { $n = 0 ? $x : $d($append($x, $x), $n - 1) }; $string($d([$states.input.s, 2], 15))) | Expression evaluation
          ($d := function($x, $n) { $n = 0 ? $x : $d([$x, $x], $n - 1) }; $d([1], 40)) | Expression evaluation
          [1..100000000]                                                             | D2014
          """)
  void aRunawayExpressionIsStopped(String expression, String expected) {
    assertThatThrownBy(() -> jsonata(expression))
        .isInstanceOf(StatesError.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aTransformOfAValueThatSharesItsPartsIsStopped() {
    var doubling = "$d := function($x, $n) { $n = 0 ? $x : $d($append($x, $x), $n - 1) }";

    assertThatThrownBy(() -> jsonata("(" + doubling + "; $d([$states.input.s, 2], 15) ~> |$|{}|)"))
        .isInstanceOf(StatesError.class)
        .hasMessageContaining("Expression evaluation");
  }

  @Test
  void noValueIsPrintedOnStandardOutput() {
    var before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(() -> jsonata("($secret := 's3cr3t'; $secret($states.input.s))"))
          .hasMessageContaining("T1006");
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1e308 * 10        | D1001
          -1e308 * 10       | D1001
          1 / 0             | D1001
          $power(10, 400)   | D3061
          $sqrt(-1)         | D3060
          $number('1e400')  | D3030
          """)
  void aNumberThatJsonDoesNotHaveIsAnError(String expression, String expected) {
    assertThatThrownBy(() -> jsonata(expression))
        .isInstanceOf(StatesError.class)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "($__evaluate_entry := null; 1)",
        "function($__evaluate_exit) { 1 }()",
        "($f := function($__evaluate_entry) { 1 }; $f())"
      })
  void nobodySwitchesTheWatchersOff(String expression) {
    assertThatThrownBy(() -> jsonata(expression)).isInstanceOf(IllegalExpressionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-", "$f(", "1+(", "{'a':", "a[", "function($x){"})
  void deeplyNestedTextIsRefused(String opening) {
    assertThatThrownBy(() -> jsonata(opening.repeat(20_000)))
        .isInstanceOf(IllegalExpressionException.class);
  }

  @Test
  void aThreadWithASmallStackSurvivesRecursion() throws Exception {
    var thrown = new Throwable[1];
    var thread =
        new Thread(
            null,
            () -> {
              try {
                jsonata("($f := function($n) { 1 + $f($n) }; $f(1))");
              } catch (Throwable e) {
                thrown[0] = e;
              }
            },
            "small",
            256 * 1024);
    thread.start();
    thread.join();

    assertThat(thrown[0]).isInstanceOf(StatesError.class).hasMessageContaining("Stack overflow");
  }

  @Test
  void aRegularExpressionInAPathIsStopped() throws Exception {
    var path = Path.parse("$.list[?(@.s =~ /a*a*a*a*a*a*b/)]");
    var input = Given.json("{'list':[{'s':'" + "a".repeat(3_000) + "'}]}");

    assertThatThrownBy(() -> path.read(input, Given.environment()))
        .isInstanceOf(StatesError.class)
        .hasMessageContaining("took too long");
  }

  @Test
  void aPathThatMultipliesIsStopped() throws Exception {
    JsonNode deep = JsonNodeFactory.instance.numberNode(1);
    for (int i = 0; i < 900; i++) {
      deep = JsonNodeFactory.instance.arrayNode().add(deep);
    }
    var input = deep;
    var path = Path.parse("$..*..*..*..*");

    assertThatThrownBy(() -> path.read(input, Given.environment())).isInstanceOf(StatesError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {".a", "[0]", "..", "['a']"})
  void anEndlessPathIsRefused(String step) {
    assertThatThrownBy(() -> Path.parse("$" + step.repeat(100_000)))
        .isInstanceOf(IllegalExpressionException.class);
  }

  @Test
  void anEndlessConditionIsRefused() {
    var condition = "(".repeat(100_000);

    assertThatThrownBy(() -> Path.parse("$[?" + condition))
        .isInstanceOf(IllegalExpressionException.class);
  }

  @Test
  void aTemplateDoesNotGrowWithoutEnd() throws Exception {
    var template = PayloadTemplate.parse(Given.json("{'a.$':'$','b.$':'$'}"));
    JsonNode value = Given.json("'x'");

    for (int i = 0; i < 20; i++) {
      value = template.evaluate(value, Given.environment());
    }

    var large = value;
    assertThatThrownBy(
            () -> {
              JsonNode v = large;
              for (int i = 0; i < 20; i++) {
                v = template.evaluate(v, Given.environment());
              }
            })
        .isInstanceOf(StatesError.class);
  }
}
