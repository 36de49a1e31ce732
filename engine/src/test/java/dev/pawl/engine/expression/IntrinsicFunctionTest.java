package dev.pawl.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every intrinsic function, one line per rule. In the results a double quote is written as ". */
class IntrinsicFunctionTest {
  private static final JsonNode INPUT =
      Given.json(
          "{'s':'a,b;c','o':{'k':1,'l':[]},'p':{'k':2,'m':null},'n':null,'t':true,'d':1.5,"
              + "'arr':[1,2,3,4,5],'mixed':[1,1.0,'1',[1],[1],{'a':1,'b':2},{'b':2,'a':1},null,null],"
              + "'tpl':'<{}>','j':'{\\'x\\':1}'}".replace("\\'", "\\\""));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          States.Format('a {} b {}', 1, 'x')                | "a 1 b x"
          States.Format('{}{}{}', $.n, $.t, $.d)            | "nulltrue1.5"
          States.Format('{}', $.o)                          | "{k=1, l=[]}"
          States.Format('{}', $.arr)                        | "[1, 2, 3, 4, 5]"
          States.Format('\\{\\} it\\'s \\\\ {}', 1)         | "{} it's \\\\ 1"
          States.Format('no holes')                         | "no holes"
          States.Format($.tpl, 7)                           | "<7>"
          States.Format('{ {} }', 1)                        | "{ 1 }"
          States.StringToJson($.j)                          | {"x":1}
          States.StringToJson('')                           | null
          States.StringToJson('  ')                         | null
          States.StringToJson('[1,2.50]')                   | [1,2.5]
          States.JsonToString($.o)                          | "{\\"k\\":1,\\"l\\":[]}"
          States.JsonToString('x')                          | "\\"x\\""
          States.Array()                                    | []
          States.Array(1, 'x', null, true, $.o.k)           | [1,"x",null,true,1]
          States.ArrayPartition($.arr, 2)                   | [[1,2],[3,4],[5]]
          States.ArrayPartition($.arr, 1.5)                 | [[1,2],[3,4],[5]]
          States.ArrayPartition($.arr, 9)                   | [[1,2,3,4,5]]
          States.ArrayPartition($.o.l, 2)                   | []
          States.ArrayContains($.arr, 3)                    | true
          States.ArrayContains($.arr, 3.0)                  | true
          States.ArrayContains($.arr, '3')                  | false
          States.ArrayContains($.mixed, $.n)                | true
          States.ArrayContains($.mixed, States.Array(1))    | true
          States.ArrayRange(0, 9, 3)                        | [0,3,6,9]
          States.ArrayRange(0, 10, 3)                       | [0,3,6,9]
          States.ArrayRange(1, 9, 9)                        | [1]
          States.ArrayRange(5, 1, -2)                       | [5,3,1]
          States.ArrayRange(0.6, 2.4, 1)                    | [1,2]
          States.ArrayRange(1, 0, 1)                        | []
          States.ArrayRange(1, 0, 5)                        | []
          States.ArrayGetItem($.arr, 0)                     | 1
          States.ArrayGetItem($.arr, 4)                     | 5
          States.ArrayLength($.arr)                         | 5
          States.ArrayUnique($.mixed)                       | [1,"1",[1],{"a":1,"b":2},null]
          States.Base64Encode('Pawl é')                     | "UGF3bCDDqQ=="
          States.Base64Decode('UGF3bCDDqQ==')               | "Pawl é"
          States.Base64Decode('')                           | ""
          States.Hash('input data', 'MD5')                  | "812f45842bc6d66ee14572ce20db8e86"
          States.Hash('input data', 'SHA-1')                | "aaff4a450a104cd177d28d18d74485e8cae074b7"
          States.Hash('abc', 'SHA-256') | "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
          States.JsonMerge($.o, $.p, false)                 | {"k":2,"m":null,"l":[]}
          States.Format('one\\n{}\\ttwo', 1)                 | "one\\n1\\ttwo"
          States.MathAdd(1, 2)                              | 3
          States.MathAdd(1.49, 1.5)                         | 3
          States.MathAdd(-1.5, -1.51)                       | -3
          States.MathAdd(-0.5, 0.5)                         | 1
          States.MathAdd(-2.5, 0)                           | -2
          States.MathAdd(2147483646, 1)                     | 2147483647
          States.StringSplit('1,2,3', ',')                  | ["1","2","3"]
          States.StringSplit($.s, ',;')                     | ["a","b","c"]
          States.StringSplit(',,,', ',')                    | []
          States.StringSplit(' a , b ', ',')                | [" a "," b "]
          States.ArrayGetItem(States.StringSplit($$.Execution.Name, '-'), 1) | "1"
          """)
  void aFunctionGives(String call, String expected) throws Exception {
    var value = IntrinsicCall.parse(call).evaluate(INPUT, Given.environment());

    assertThat(value.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          States.Format('{} {}', 1)            | does not match the number of occurrences of '{}'
          States.Format('x', 1)                | does not match the number of occurrences of '{}'
          States.Format($.o, 1)                | must be a string
          States.StringToJson('{')             | Invalid JSON
          States.StringToJson($.o)             | must be a string
          States.ArrayPartition($.arr, 0)      | must be a positive integer
          States.ArrayPartition($.arr, -1)     | must be a positive integer
          States.ArrayPartition($.s, 1)        | must be an array
          States.ArrayRange(0, 1000, 1)        | must not have more than 1000 elements
          States.ArrayRange(0, 1, 0)           | must not be zero
          States.ArrayRange($.s, 1, 1)         | must be a number
          States.ArrayGetItem($.arr, 5)        | out of bounds
          States.ArrayGetItem($.arr, -1)       | out of bounds
          States.ArrayLength($.o)              | must be an array
          States.Base64Decode('*')             | not Base64
          States.Hash('x', 'CRC32')            | MD5, SHA-1, SHA-256, SHA-384, SHA-512
          States.JsonMerge($.o, $.p, true)     | must be false
          States.JsonMerge($.o, $.s, false)    | must be a JSON object
          States.MathAdd(2147483647, 1)        | out of range
          States.MathAdd($.s, 1)               | must be a number
          States.MathRandom(5, 5)              | must be less than the end
          """)
  void misuseIsAnIntrinsicFailure(String call, String expected) throws Exception {
    var parsed = IntrinsicCall.parse(call);

    assertThatThrownBy(() -> parsed.evaluate(INPUT, Given.environment()))
        .isInstanceOfSatisfying(
            StatesError.class,
            e -> {
              assertThat(e.error()).isEqualTo("States.IntrinsicFailure");
              assertThat(e.causeText())
                  .startsWith("The function '" + call + "' had the following error: ")
                  .contains(expected);
            });
  }

  @Test
  void longStringsAreNotEncoded() throws Exception {
    var input = Given.json("{'s':'" + "a".repeat(10_001) + "'}");
    for (var function :
        new String[] {"Base64Encode($.s)", "Base64Decode($.s)", "Hash($.s, 'MD5')"}) {
      var call = IntrinsicCall.parse("States." + function);

      assertThatThrownBy(() -> call.evaluate(input, Given.environment()))
          .hasMessageContaining("must not be longer than 10000 characters");
    }
  }

  @Test
  void aSeedGivesTheSameNumberAgain() throws Exception {
    var call = IntrinsicCall.parse("States.MathRandom(1, 1000, 42)");

    var once = call.evaluate(INPUT, Given.environment());

    assertThat(call.evaluate(INPUT, Given.environment())).isEqualTo(once);
    assertThat(once.intValue()).isEqualTo((int) (1 + new java.util.Random(42).nextDouble() * 999));
  }

  @Test
  void chanceComesFromOutside() throws Exception {
    var uuid = IntrinsicCall.parse("States.UUID()");
    var random = IntrinsicCall.parse("States.MathRandom(3, 5)");

    assertThat(uuid.evaluate(INPUT, Given.environment()))
        .isEqualTo(uuid.evaluate(INPUT, Given.environment()));
    assertThat(java.util.UUID.fromString(uuid.evaluate(INPUT, Given.environment()).textValue()))
        .satisfies(u -> assertThat(u.version()).isEqualTo(4))
        .satisfies(u -> assertThat(u.variant()).isEqualTo(2));
    assertThat(random.evaluate(INPUT, Given.environment()).intValue()).isBetween(3, 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Format('x')",
        "States.Nope()",
        "States.Format(",
        "States.Format()",
        "States.UUID(1)",
        "States.MathAdd(1)",
        "States.MathAdd(1,2,3)",
        "States.Array(1,)",
        "States.Array(x)",
        "States.Array('a)",
        "States.Array(\"a\")",
        "States.StringToJson('\\\"')",
        "States.Array(1) x",
        "States.Array($.a[)",
        "States.Array(01)",
        "States.format('x')",
        "States.Array(1 2)"
      })
  void aMalformedCallIsRefused(String text) {
    assertThatThrownBy(() -> IntrinsicCall.parse(text))
        .isInstanceOf(IllegalExpressionException.class);
  }

  @Test
  void callsNestTenDeepAndNoDeeper() throws Exception {
    var ten = "States.Array(".repeat(10) + "1" + ")".repeat(10);

    assertThat(IntrinsicCall.parse(ten).evaluate(INPUT, Given.environment()).toString())
        .isEqualTo("[[[[[[[[[[1]]]]]]]]]]");
    assertThatThrownBy(() -> IntrinsicCall.parse("States.Array(" + ten + ")"))
        .isInstanceOf(IllegalExpressionException.class);
  }
}
