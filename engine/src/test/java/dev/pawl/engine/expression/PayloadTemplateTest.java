package dev.pawl.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTemplateTest {
  private static final JsonNode INPUT = Given.json("{'a':1,'list':[10,20],'n':null}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'x.$':'$.a'}                              | {'x':1}
          {'x.$':'$'}                                | {'x':{'a':1,'list':[10,20],'n':null}}
          {'x.$':'$.n','y':'$.a'}                    | {'x':null,'y':'$.a'}
          {'deep':{'er':[{'x.$':'$.list[0]'},7]}}    | {'deep':{'er':[{'x':10},7]}}
          {'x.$':'$$.State.Name'}                    | {'x':'S'}
          {'x.$':'$v.w'}                             | {'x':5}
          {'x.$':'States.MathAdd($.a, $v.w)'}        | {'x':6}
          {'x.$':'$.list[*]'}                        | {'x':[10,20]}
          {'x.$':'$.nope[*]'}                        | {'x':[]}
          {'x.$':'$.list[7]'}                        | {'x':null}
          [{'x.$':'$.a'}]                            | [{'x':1}]
          'text'                                     | 'text'
          """)
  void fieldsThatEndInDotDollarAreReplaced(String template, String expected) throws Exception {
    var env = Given.environment(Map.of("v", Given.json("{'w':5}")));

    var value = PayloadTemplate.parse(Given.json(template)).evaluate(INPUT, env);

    assertThat(value).isEqualTo(Given.json(expected));
  }

  @Test
  void aConstantTemplateGivesItself() throws Exception {
    var node = Given.json("{'a':[{'b':'$.x'}]}");
    var template = PayloadTemplate.parse(node);

    assertThat(template.isConstant()).isTrue();
    assertThat(template.evaluate(INPUT, Given.environment())).isSameAs(node);
  }

  @Test
  void whatIsUntouchedInATemplateIsNotCopied() throws Exception {
    var template = PayloadTemplate.parse(Given.json("{'x.$':'$.list'}"));

    assertThat(template.evaluate(INPUT, Given.environment()).get("x")).isSameAs(INPUT.get("list"));
  }

  @Test
  void aMissingPlaceIsARuntimeErrorThatShowsTheInput() throws Exception {
    var template = PayloadTemplate.parse(Given.json("{'deep':{'value.$':'$.nope.x'}}"));

    assertThatThrownBy(() -> template.evaluate(Given.json("{'a': 1}"), Given.environment()))
        .isInstanceOfSatisfying(
            StatesError.class,
            e -> {
              assertThat(e.error()).isEqualTo("States.Runtime");
              assertThat(e.causeText())
                  .isEqualTo(
                      "The JSONPath '$.nope.x' specified for the field 'value.$' could not be found"
                          + " in the input '{\"a\":1}'");
            });
  }

  @Test
  void nullHasNoPlaces() throws Exception {
    var template = PayloadTemplate.parse(Given.json("{'value.$':'$.x'}"));

    assertThatThrownBy(() -> template.evaluate(NullNode.getInstance(), Given.environment()))
        .hasMessageContaining("Unable to apply Path transformation to null or empty input.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'x.$':'hello'}            | x.$ |
          {'x.$':1}                  | x.$ |
          {'x.$':'$.a['}             | x.$ |
          {'a':{'x.$':'$.a.size()'}} | x.$ | a
          {'a':[1,{'x.$':''}]}       | x.$ | a[1]
          """)
  void aFieldThatHoldsNeitherPathNorCallIsRefused(String template, String field, String location) {
    assertThatThrownBy(() -> PayloadTemplate.parse(Given.json(template)))
        .isInstanceOfSatisfying(
            IllegalExpressionException.class,
            e -> {
              assertThat(e.code()).isEqualTo("SCHEMA_VALIDATION_FAILED");
              assertThat(e.location()).isEqualTo(location);
              assertThat(e.getMessage())
                  .isEqualTo(
                      "The value for the field '"
                          + field
                          + "' must be a valid JSONPath or a valid intrinsic function call");
            });
  }

  @Test
  void aFieldIsNotGivenTwice() {
    assertThatThrownBy(() -> PayloadTemplate.parse(Given.json("{'x':1,'x.$':'$.a'}")))
        .isInstanceOf(IllegalExpressionException.class);
  }

  @Test
  void theVariablesOfATemplateAreKnown() throws Exception {
    var template =
        PayloadTemplate.parse(Given.json("{'x.$':'$b.c','y':[{'z.$':'States.Format($t, $a)'}]}"));

    assertThat(template.variableReferences()).containsExactly("a", "b", "t");
  }
}
