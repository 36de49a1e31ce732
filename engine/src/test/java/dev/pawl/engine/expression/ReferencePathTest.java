package dev.pawl.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencePathTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $          | {'a':1}            | 9
          $.b        | {'a':1}            | {'a':1,'b':9}
          $.a        | {'a':1,'b':2}      | {'a':9,'b':2}
          $.x.y.z    | {'a':1}            | {'a':1,'x':{'y':{'z':9}}}
          $['x y']   | {}                 | {'x y':9}
          $.a[1]     | {'a':[1,2,3]}      | {'a':[1,9,3]}
          $.a[0].b   | {'a':[{'c':1}]}    | {'a':[{'c':1,'b':9}]}
          $[0]       | [1,2]              | [9,2]
          """)
  void theValueIsPutInItsPlace(String path, String root, String expected) throws Exception {
    var before = Given.json(root);

    var after = ReferencePath.parse(path).put(before, Given.json("9"));

    assertThat(after).isEqualTo(Given.json(expected));
    assertThat(before).isEqualTo(Given.json(root));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $.a.b      | {'a':1}
          $.a        | 'text'
          $.a        | [1]
          $.a[0]     | {}
          $.a[3]     | {'a':[1]}
          $.a[0]     | {'a':{}}
          """)
  void whereThereIsNoPlaceItFails(String path, String root) throws Exception {
    var reference = ReferencePath.parse(path);

    assertThatThrownBy(() -> reference.put(Given.json(root), Given.json("9")))
        .isInstanceOfSatisfying(
            StatesError.class,
            e -> {
              assertThat(e.error()).isEqualTo("States.ResultPathMatchFailure");
              assertThat(e.causeText())
                  .isEqualTo(
                      "Unable to apply ReferencePath " + path + " to input " + Given.json(root));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$.a[*]",
        "$..a",
        "$.a[0:1]",
        "$.a[?(@.b)]",
        "$['a','b']",
        "$$.a",
        "$v.a",
        "$.a[-1]",
        "$."
      })
  void onlyOnePlaceMayBeNamed(String text) {
    assertThatThrownBy(() -> ReferencePath.parse(text))
        .isInstanceOf(IllegalExpressionException.class)
        .hasMessage("Value is not a Reference Path");
  }

  @Test
  void itStartsWithADollarSign() {
    assertThatThrownBy(() -> ReferencePath.parse("a"))
        .hasMessage("Value is not a Reference Path: Reference path didn't start with '$'");
  }
}
