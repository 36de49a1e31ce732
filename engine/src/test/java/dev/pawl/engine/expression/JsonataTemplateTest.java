package dev.pawl.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonataTemplateTest {
  private static final JsonNode INPUT =
      Given.json(
          "{'a':1,'f':1.0,'n':null,'big':12345678901234567890123,'s':'hello world',"
              + "'items':[{'p':1},{'p':2}],'list':[1,2,3]}");
  private static final Map<String, JsonNode> VARIABLES =
      Map.of("x", Given.json("5"), "list", Given.json("[1,2,3]"));

  private static JsonNode evaluate(String expression) throws Exception {
    return JsonataTemplate.parse(TextNode.valueOf("{% " + expression + " %}"))
        .evaluate(new StatesInput(INPUT, null, null), Given.environment(VARIABLES), "Output");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $states.input.a                                | 1
          $states.input.f                                | 1
          $states.input.n                                | null
          $states.input.big                              | 12345678901234567890123
          $states.context.Execution.Name                 | "run-1"
          $states.input.items.p                          | [1,2]
          $states.input.items[p=1]                       | {"p":1}
          $states.input.items[p=1][]                     | [{"p":1}]
          $x + 1                                         | 6
          7 / 2                                          | 3.5
          6 / 2                                          | 3
          {'a': $x, 'b': $nope}                          | {"a":5}
          [$nope, null]                                  | [null]
          $list[$ > 1]                                   | [2,3]
          $sum($states.input.list)                       | 6
          $map($list, function($v) { $v * 2 })           | [2,4,6]
          $list ~> $map(function($v) { $v + 1 }) ~> $sum | 9
          ($y := 2; $f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f($y + 3)) | 120
          $now()                                         | "2025-06-01T10:20:30.456Z"
          $millis()                                      | 1748773230456
          $random(42)                                    | 0.7275636800328681
          $range(1, 9, 2)                                | [1,3,5,7,9]
          $range(1, 9, 9)                                | 1
          $range(3, 1, -1)                               | [3,2,1]
          $range(1.9, 3.9, 1)                            | [1,2,3]
          $partition([0], 1)                             | [[0]]
          $distinct([1, 1.0, 1])                         | [1]
          $distinct([[1], [1], {'a':1}, {'a':1}, null, '1']) | [[1],{"a":1},null,"1"]
          $distinct([1, 1].($ + 1))                      | 2
          $formatNumber(12.5, '0.00')                    | "12.50"
          $partition([1,2,3,4], 3.9)                     | [[1,2,3],[4]]
          $hash('input', 'SHA-1')                        | "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"
          $parse('{"a":[1,null]}')                       | {"a":[1,null]}
          $contains('abc', /B/i)                         | true
          $replace('265USD', /([0-9]+)USD/, '$$$1')      | "$265"
          $replace('hello', 'l', 'L', 1)                 | "heLlo"
          $replace('ab', /[ab]/, function($m) { $uppercase($m.match) }) | "AB"
          $split('a1b22c', /[0-9]+/)                     | ["a","b","c"]
          $split('abc', '', 2)                           | ["a","b"]
          $match('abcab', /a(b)/, 1)                     | {"match":"ab","index":0,"groups":["b"]}
          /ab+/('xabby').start                           | 1
          $pad('a', 3, '#') & $pad('b', -3)              | "a##  b"
          $number('12.5')                                | 12.5
          $number('0x1F')                                | 31
          ($md5 := $hash(?, 'MD5'); $md5('a'))           | "0cc175b9c0f1b6a831c399e269772661"
          """)
  void anExpressionGives(String expression, String expected) throws Exception {
    assertThat(evaluate(expression).toString()).isEqualTo(expected);
  }

  @Test
  void aTransformChangesACopyAndKeepsNulls() throws Exception {
    assertThat(evaluate("{'n': null, 'o': [{'p': 1}]} ~> |o|{'q': null}|").toString())
        .isEqualTo("{\"n\":null,\"o\":[{\"p\":1,\"q\":null}]}");
  }

  @Test
  void whatComesThroughUntouchedIsNotCopied() throws Exception {
    assertThat(evaluate("$states.input")).isSameAs(INPUT);
    assertThat(evaluate("$states.input.items[0]")).isSameAs(INPUT.get("items").get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $nope                | returned nothing (undefined).
          $states.input.nope   | returned nothing (undefined).
          $states.result       | returned nothing (undefined).
          function($x) { $x }  | returned an unsupported result type.
          [$sum]               | returned an unsupported result type.
          $formatNumber(1,'x') | threw an error during evaluation. D3085: The mantissa part of a sub-picture must contain at least one character that is either an "optional digit character" or a member of the "decimal digit family"
          /a/                  | returned an unsupported result type.
          $eval('1')           | threw an error during evaluation. T1006: Attempted to invoke a non-function
          $nope(1)             | threw an error during evaluation. T1006: Attempted to invoke a non-function
          ($x := 1; $x(2))     | threw an error during evaluation. T1006: Attempted to invoke a non-function
          'a'('b')             | threw an error during evaluation. T1006: Attempted to invoke a non-function
          $states.input(1)     | threw an error during evaluation. T1006: Attempted to invoke a non-function
          'a' + 1              | threw an error during evaluation. T2001: The left side of the "+" operator must evaluate to a number
          $sum('a')            | threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of numbers
          $length(1)           | threw an error during evaluation. T0410: Argument 1 of function "length" does not match function signature
          $error('my own')     | threw an error during evaluation. D3137: my own
          $number('abc')       | threw an error during evaluation. D3030: Unable to cast value to a number: "abc"
          $match('a', /a*?/)   | threw an error during evaluation. D1004: Regular expression matches zero length string
          """)
  void aFailureSaysWhat(String expression, String expected) {
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOfSatisfying(
            StatesError.class,
            e -> {
              assertThat(e.error()).isEqualTo("States.QueryEvaluationError");
              assertThat(e.location()).isEqualTo("Output");
              assertThat(e.causeText())
                  .isEqualTo(
                      "The JSONata expression '%s' specified for the field 'Output' %s"
                          .formatted(expression, expected));
            });
  }

  @Test
  void aFailureSaysWhere() throws Exception {
    var template = JsonataTemplate.parse(Given.json("{'k':['{% 1 %}',{'l':'{% $nope %}'}]}"));
    var states = new StatesInput(INPUT, null, null);

    assertThatThrownBy(() -> template.evaluate(states, Given.environment(), "Choices[1]/Output"))
        .isInstanceOfSatisfying(
            StatesError.class, e -> assertThat(e.location()).isEqualTo("Choices[1]/Output/k[1]/l"));
  }

  @Test
  void stringsAtAnyDepthAreEvaluatedAndNamesAreNot() throws Exception {
    var template =
        JsonataTemplate.parse(
            Given.json("{'{% 1 %}':['{% 2 %}',{'x':'{%$states.input.a%}'}],'y':'%}'}"));

    var value =
        template.evaluate(new StatesInput(INPUT, null, null), Given.environment(), "Output");

    assertThat(value).isEqualTo(Given.json("{'{% 1 %}':[2,{'x':1}],'y':'%}'}"));
  }

  @Test
  void resultAndErrorOutputAreThereWhenTheyAre() throws Exception {
    var template =
        JsonataTemplate.parse(Given.json("'{% [$states.result, $states.errorOutput] %}'"));
    var states = new StatesInput(INPUT, Given.json("'r'"), Given.json("{'Error':'E'}"));

    assertThat(template.evaluate(states, Given.environment(), "Output"))
        .isEqualTo(Given.json("['r',{'Error':'E'}]"));
  }

  @Test
  void aConstantTemplateGivesItself() throws Exception {
    var node = Given.json("{'a':[1,'$.x',' {% 1 %} ']}");

    assertThat(JsonataTemplate.parse(node).isConstant()).isTrue();
    assertThat(
            JsonataTemplate.parse(node)
                .evaluate(new StatesInput(INPUT, null, null), Given.environment(), "Output"))
        .isSameAs(node);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          '{% 1 + %}'             |     | INVALID_JSONATA_EXPRESSION     | Unexpected end of expression
          {'v':'{% phone %}'}     | v   | UNSUPPORTED_JSONATA_EXPRESSION | Reference to 'phone' at the top level is not supported.
          {'v':['{% $ %}']}       | v[0]| UNSUPPORTED_JSONATA_EXPRESSION | Reference to '$' at the top level is not supported.
          '{% $sum(phone.x) %}'   |     | UNSUPPORTED_JSONATA_EXPRESSION | Reference to 'phone' at the top level is not supported.
          '{% $x ? a : 1 %}'      |     | UNSUPPORTED_JSONATA_EXPRESSION | Reference to 'a' at the top level is not supported.
          '{% 1 '                 |     | SCHEMA_VALIDATION_FAILED       | JSONata string must start with {% and end with %}
          """)
  void whatAwsRefusesIsRefused(String template, String location, String code, String message) {
    assertThatThrownBy(() -> JsonataTemplate.parse(Given.json(template)))
        .isInstanceOfSatisfying(
            IllegalExpressionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).isEqualTo(message);
              assertThat(e.location()).isEqualTo(location);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"$$", "$$.a", "(", "'a", "1 2", "$x[", "/(/", "function(x) {1}", "{'a'}"})
  void whatIsNoJsonataIsRefused(String expression) {
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOfSatisfying(
            IllegalExpressionException.class,
            e -> assertThat(e.code()).isEqualTo("INVALID_JSONATA_EXPRESSION"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$x.a",
        "$list[$ > 1]",
        "$list.($)",
        "$map($list, function($v) { $v.phone })",
        "$states.input.items{$string(p): $}",
        "$states.input.items^(p)",
        "$list.{'k': $}"
      })
  void insideAStepOrFunctionTheValueAtHandMayBeNamed(String expression) throws Exception {
    JsonataTemplate.parse(TextNode.valueOf("{% " + expression + " %}"));
  }

  @Test
  void variablesFromOutsideAreKnown() throws Exception {
    var template =
        JsonataTemplate.parse(
            Given.json(
                "['{% ($a := $b + $a2; $f := function($p) { $p + $f($c) }; $sum($a)) %}',"
                    + "'{% $states.input[$.x = $d] %}']"));

    assertThat(template.variableReferences()).containsExactly("a2", "b", "c", "d");
  }

  @Test
  void manyThreadsEvaluateOneTemplate() throws Exception {
    var template =
        JsonataTemplate.parse(
            Given.json("'{% ($t := $x; $sum($map([1..50], function($i) { $i * $t }))) %}'"));

    var sums =
        IntStream.range(0, 400)
            .parallel()
            .mapToObj(i ->
                template.evaluate(
                    new StatesInput(INPUT, null, null),
                    Given.environment(Map.of("x", Given.json(String.valueOf(i)))),
                    "Output"))
            .mapToInt(JsonNode::intValue)
            .toArray();

    assertThat(sums).isEqualTo(IntStream.range(0, 400).map(i -> 1275 * i).toArray());
  }
}
