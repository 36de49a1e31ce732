package dev.pawl.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions come from strangers: each of these ends, soon, and with an error of its own. */
@Timeout(30)
class HostileExpressionTest {

  private static JsonNode jsonata(String expression) throws Exception {
    var list = "[" + "7,".repeat(10_000) + "7]";
    var text = "{'s':'" + "a".repeat(3_000) + "','l':" + list + ",'m':" + list + "}";
    var input = new StatesInput(Given.json(text), null, null);
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
          $range(-1e300, 1e300, 1)                                                   | memory limit exceeded
          $range(1, 8000000, 1)                                                      | memory limit exceeded
          $split($pad('', 2000000, 'a'), '')                                         | memory limit exceeded
          $formatInteger(1, $pad('0', 4000000, ',0'))                                | picture must not be longer
          $formatNumber(1, $pad('', 4000000, '0'))                                   | picture must not be longer
          $fromMillis(0, '[Y,2000000000-2000000000]')                                | width in the picture
          $now('[H1 , 2 000 000 000]')                                               | width in the picture
          $toMillis($pad('', 90, '1') & '!', '[d][W][X][f][x][w]')                   | too ambiguous
          $parseInteger($pad('', 1000000, '1'), '0')                                 | too long
          ($x := [[1..100000]]; $y := [[1..100000]]; $count([1..100000][$x = $y]))   | Expression evaluation timeout
          $count([1..100000][$states.input.l = $states.input.m])                     | Expression evaluation timeout
          $count([1..100000][$states.input.l in [$states.input.m]])                  | Expression evaluation timeout
          $distinct([1..100000].($states.input))                                     | Expression evaluation timeout
          """)
  void aRunawayExpressionIsStopped(String expression, String expected) {
    assertThatThrownBy(() -> jsonata(expression))
        .isInstanceOf(StatesError.class)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $contains($pad('', 4000000, 'a'), $pad('', 2000000, 'a') & 'b')                   | false
          $length($substringBefore($pad('', 4000000, 'a'), $pad('', 2000000, 'a') & 'b'))   | 4000000
          $length($substringAfter($pad('', 4000000, 'a') & 'b', $pad('', 2000000, 'a') & 'b')) | 0
          $round(1.25, 1000000000)                                                          | 1.25
          $round(1.25, -1000000000)                                                         | 0
          $round(125, -1)                                                                   | 120
          $toMillis('20260203040506', '[Y0001][M01][D01][H01][m01][s01]')                   | 1770091506000
          $fromMillis(0, '[Y0001]-[M01,2-2]')                                               | "1970-01"
          $range(1, 2.9, 1)                                                                 | [1,2]
          $abs(-5000000000)                                                                 | 5000000000
          """)
  void whatOnlyLooksLikeMuchWorkIsDone(String expression, String expected) throws Exception {
    assertThat(jsonata(expression)).hasToString(expected);
  }

  /** The clock is that of {@link Given}: 2025-06-01T10:20:30.456Z. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          '07:05' | '[H01]:[m01]'       | 2025-06-01T07:05:00.000Z
          '4 pm'  | '[h] [P]'           | 2025-06-01T16:00:00.000Z
          '3 Feb' | '[D] [MNn,3-3]'     | 2025-02-03T00:00:00.000Z
          '5'     | '[m]'               | 2025-06-01T10:05:00.000Z
          '2024'  | '[Y]'               | 2024-01-01T00:00:00.000Z
          '60 2024' | '[d] [Y0001]'     | 2024-02-29T00:00:00.000Z
          'x'     | 'x'                 |
          """)
  void aTimeIsCompletedAsOfTheGivenNow(String text, String picture, @Nullable String expected)
      throws Exception {
    var expression = "$toMillis(%s, %s)".formatted(text, picture);

    if (expected == null) {
      assertThatThrownBy(() -> jsonata(expression)).hasMessageContaining("returned nothing");
    } else {
      assertThat(jsonata("$fromMillis(" + expression + ")").textValue()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          a*a*a*b                                  ; 1
          ^[\\w.-]+@[a-z]+(\\.[a-z]{2,})+$         ; 1
          (?:a*|b*)c                               ; 2
          (?i)(?<x>a?)*\\k<x>{3}[]|)(]\\Q(\\E|\\|  ; 12
          (?:(?:x?){20}y?){40}                     ; 3200
          (?:){2000000000}                         ;
          ((){500}){500}                           ;
          (a*)\\1{2000000000}                      ;
          (?x) a # (                               ;
          (?x) ( ) * (| a | b *) + c               ; 8
          """)
  void aRegularExpressionHasAPriceOrIsRefused(String regex, @Nullable Long price) {
    var found = RegexCost.of(Pattern.compile(regex.strip()));

    if (price == null || price > RegexCost.MAX) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).hasValue(price);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?:a*|b*)", "(|)", "()?", "(?:a?){2}", "(?:(?:a*)*)*"})
  void aRegularExpressionThatLooksAtNothingIsRefused(String choice) {
    var regex = choice.repeat(40);

    assertThatThrownBy(() -> jsonata("$contains('', /" + regex + "c/)"))
        .isInstanceOf(IllegalExpressionException.class)
        .hasMessage("The regular expression can match in too many ways.");
    assertThatThrownBy(() -> Path.parse("$.list[?(@.s =~ /" + regex + "c/)]"))
        .isInstanceOf(IllegalExpressionException.class);
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

  private static JsonNode nested(int depth) {
    JsonNode nested = JsonNodeFactory.instance.numberNode(1);
    for (int i = 0; i < depth; i++) {
      nested = JsonNodeFactory.instance.arrayNode().add(nested);
    }
    return nested;
  }

  /** Each costs little for one candidate, and there are many. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $.l[?($.s contains $.t)]   |
          $.l[?($.m == $.n)]         |
          $.l[?($.s[0] == 1)]        | 0
          $.l[*].x[%s]               | 9,
          $..[%s,'y']                | 'x',
          """)
  void aPathThatDoesMuchForEachCandidateIsStopped(String path, @Nullable String repeated)
      throws Exception {
    var input =
        Given.json(
            "{'s':'%s','t':'%sb','m':%s,'n':%3$s,'l':[%s]}"
                .formatted(
                    "a".repeat(100_000),
                    "a".repeat(50_000),
                    "[" + "[7],".repeat(20_000) + "[8]]",
                    "{\"x\":[]},".repeat(60_000) + "[]"));
    var text =
        repeated == null
            ? path
            : path.formatted(repeated.repeat(50_000) + repeated.replace(",", ""));

    if ("0".equals(repeated)) {
      assertThat(Path.parse(text).read(input, Given.environment())).isEmpty();
    } else {
      assertThatThrownBy(() -> Path.parse(text).read(input, Given.environment()))
          .isInstanceOf(StatesError.class)
          .hasMessageContaining("took too long");
    }
  }

  /** Fifty thousand expressions, none of which does more than it may. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$..*..*..*",
        "States.Format('{}{}{}', $, $, $)",
        "States.JsonToString($)",
        "States.ArrayUnique($)",
        "States.ArrayContains(States.Array($, $, $, $), $)"
      })
  void aTemplateOfManyExpressionsIsStopped(String expression) throws Exception {
    var template = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 50_000; i++) {
      template.put(i + ".$", expression);
    }
    var parsed = PayloadTemplate.parse(template);
    var input = JsonNodeFactory.instance.arrayNode().add(nested(200)).add("x".repeat(200_000));

    assertThatThrownBy(() -> parsed.evaluate(input, Given.environment()))
        .isInstanceOf(StatesError.class);
  }

  @Test
  void manyJsonataExpressionsOfOneStateAreStopped() throws Exception {
    var template = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 5_000; i++) {
      template.add("{% $count([1..100000][$ > 5]) %}");
    }
    var parsed = JsonataTemplate.parse(template);
    var input = new StatesInput(NullNode.getInstance(), null, null);

    assertThatThrownBy(() -> parsed.evaluate(input, Given.environment(), "Output"))
        .hasMessageContaining("Expression evaluation timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "States.Format('{}', %s)",
        "States.JsonToString(%s)",
        "States.Hash(%s, 'MD5')",
        "States.ArrayUnique(%s)",
        "States.ArrayContains(%s, 1)",
        "States.StringToJson(%s)"
      })
  void aCallThatTakesTheSameValueManyTimesIsStopped(String call) throws Exception {
    var array = "States.Array(" + "$,".repeat(50_000) + "$)";
    var parsed = IntrinsicCall.parse(call.formatted(array));
    var input = JsonNodeFactory.instance.arrayNode().add("x".repeat(200_000));

    assertThatThrownBy(() -> parsed.evaluate(input, Given.environment()))
        .isInstanceOf(StatesError.class)
        .hasMessageContaining("IntrinsicFailure");
  }

  @Test
  void manySeparatorsAreNotTriedOneByOne() throws Exception {
    var input =
        Given.json("{'s':'%s','d':'%s'}".formatted("a".repeat(120_000), "😀b".repeat(40_000)));

    var parts = IntrinsicCall.parse("States.StringSplit($.s, $.d)");

    assertThat(parts.evaluate(input, Given.environment())).hasSize(1);
  }

  @Test
  void aPathThatMultipliesIsStopped() throws Exception {
    var input = nested(900);
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
