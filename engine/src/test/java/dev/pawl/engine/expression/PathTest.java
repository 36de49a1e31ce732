package dev.pawl.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.pawl.engine.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {
  private static final JsonNode SHOP =
      Given.json(
          "{'shop':{'shelf':[{'kind':'tea','name':'Assam','price':8.95,'tags':['x','y']},"
              + "{'kind':'pot','name':'Brown','price':12.99,'code':'1'},"
              + "{'kind':'pot','name':'Clay','price':8.99,'code':null},{'kind':'pot','price':'22'}],"
              + "'till':{'color':'red','price':19.95}},'limit':10,'a':[1,2,3,4,5],'n':null,'s':'str',"
              + "'e':[],'o':{},'a b':1,'x-y':2,'@t':3,'nest':[[1,2],[3,[4]]]}");

  private static final Configuration JAYWAY =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$",
        "$.shop.shelf",
        "$.shop.shelf[0].name",
        "$.shop.shelf[-1]",
        "$.shop.shelf[*].name",
        "$..name",
        "$..shelf[0]",
        "$..shelf[0].name",
        "$..[0].name",
        "$..price",
        "$..*",
        "$.shop.*",
        "$.shop..price",
        "$.a[0:2]",
        "$.a[1:]",
        "$.a[:2]",
        "$.a[-2:]",
        "$.a[:-2]",
        "$.a[1:-1]",
        "$.a[-3:-1]",
        "$.a[-3:2]",
        "$.a[0,2]",
        "$.a[2:1]",
        "$.a[9:]",
        "$.a[*]",
        "$.n",
        "$.n.x",
        "$.n[0]",
        "$.s.x",
        "$.s[0]",
        "$.s.*",
        "$.s[*]",
        "$.x",
        "$.x.y",
        "$.x[0]",
        "$.x[*]",
        "$.x[1:]",
        "$.x..y",
        "$.e[*]",
        "$.o.*",
        "$.o.x",
        "$.a.b",
        "$['shop']['shelf'][0]['name']",
        "$[\"shop\"][\"shelf\"]",
        "$['a b']",
        "$.x-y",
        "$.@t",
        "$['s','n']",
        "$['s','zzz']",
        "$['zzz','yyy']",
        "$.shop['shelf','till'].price",
        "$.shop.shelf[*]['name','price']",
        "$..['name','price']",
        "$.shop.['shelf']",
        "$.shop.shelf[?(@.price < 10)].name",
        "$.shop.shelf[?(@.price == 8.95)]",
        "$.shop.shelf[?(@.price == '22')].price",
        "$.shop.shelf[?(@.price == 22)].price",
        "$.shop.shelf[?(@.code)].price",
        "$.shop.shelf[?(!@.code)].price",
        "$.shop.shelf[?(@.code == null)].price",
        "$.shop.shelf[?(@.code != null)].price",
        "$.shop.shelf[?(@.name =~ /.*SS.*/i)].price",
        "$.shop.shelf[?(@.name =~ /Ass/)].price",
        "$.shop.shelf[?(@.kind == 'pot' && @.price < 10)].price",
        "$.shop.shelf[?(@.kind == 'tea' || @.price > 10)].price",
        "$.shop.shelf[?((@.kind == 'pot') && !(@.price < 10))].price",
        "$.shop.shelf[?(@.price < $.limit)].price",
        "$.shop.shelf[?(@.kind in ['tea','x'])].price",
        "$.shop.shelf[?(@.kind nin ['tea','x'])].price",
        "$.shop.shelf[?(@.tags contains 'x')].price",
        "$.shop.shelf[?(@.name contains 'ss')].price",
        "$.shop.shelf[?(@.tags size 2)].price",
        "$.shop.shelf[?(@.tags empty false)].price",
        "$.shop.shelf[?(@.tags subsetof ['x','y','z'])].price",
        "$.shop.shelf[?(@.tags anyof ['x'])].price",
        "$.shop.shelf[?(@.tags noneof ['x'])].price",
        "$.shop.shelf[?('pot' == @.kind)].price",
        "$.shop.till[?(@.price > 10)].color",
        "$..[?(@.price > 10)]",
        "$..[?(@.price > 10)].color",
        "$.a[?(@ > 2)]",
        "$.a[?(@ in [1,2])]",
        "$.nest[*][0]",
        "$.nest[*][*]",
        "$.nest..[0]",
        "$.nest[1][1][0]",
        "$..nest[0][1]",
        "$.shop.shelf[?(@['price'] > 9)].price",
        "$.shop.shelf[?(@.tags[0] == 'x')].price",
        "$.shop.shelf[?(@.price > 'a')].price",
        "$.shop.shelf[?(@.zzz != 1)].price",
        "$.shop.shelf[?(@.tags == ['x','y'])].price",
        "$.*.shelf",
        "$..shelf..price",
        "$..zzz"
      })
  void aPathGivesWhatJaywaysGives(String text) throws Exception {
    assertThat(ours(text)).isEqualTo(theirs(text));
  }

  private static String ours(String text) throws IllegalExpressionException {
    try {
      return Json.write(Path.parse(text).read(SHOP, Given.environment()));
    } catch (PathNotFoundError e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String theirs(String text) {
    var path = JsonPath.compile(text);
    try {
      JsonNode node = path.read(SHOP, JAYWAY);
      return Json.write(node);
    } catch (PathNotFoundException e) {
      // AWS gives an empty array where a path that may select many finds no way.
      return path.isDefinite() ? String.valueOf(e.getMessage()) : "[]";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "$.",
        "$..",
        "$...a",
        "$.a.",
        "$.o[",
        "$.o]",
        "$.a[]",
        "$.a[1",
        "$.a['x",
        "$.a[x]",
        "$.a[?(@.x]",
        "$.a[?()]",
        "$.a[?(@.x == )]",
        "$.a[?(1)]",
        "$.a b",
        "$.length()",
        "$.a.length()",
        "$.a[(@.length-1)]",
        "$.a[?(@.x like 'y')]",
        "$.a[?(@.x =~ /[/)]",
        "$1x",
        "$.a[99999999999]",
        "$$$",
        " $"
      })
  void aMalformedPathIsRefused(String text) {
    assertThatThrownBy(() -> Path.parse(text))
        .isInstanceOf(IllegalExpressionException.class)
        .hasMessage("Value must be a valid JSONPath.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $$.Execution.Name      | 'run-1'
          $$['Execution'].Input  | {'k':'v'}
          $cart.items[1]         | 2
          $cart                  | {'items':[1,2]}
          $état                  | true
          """)
  void aPathMayStartAtTheContextOrAtAVariable(String text, String expected) throws Exception {
    var variables = Map.of("cart", Given.json("{'items':[1,2]}"), "état", Given.json("true"));

    var value = Path.parse(text).read(SHOP, Given.environment(variables));

    assertThat(value).isEqualTo(Given.json(expected));
  }

  @Test
  void onlyThePlainRootIsTheRoot() throws Exception {
    assertThat(Path.parse("$").isRoot()).isTrue();
    assertThat(Path.parse("$$").isRoot()).isFalse();
    assertThat(Path.parse("$x").isRoot()).isFalse();
    assertThat(Path.parse("$x.y").variableReferences()).containsExactly("x");
  }

  @Test
  void anUnknownVariableLeadsNowhere() throws Exception {
    assertThat(Path.parse("$nobody.home").find(SHOP, Given.environment())).isEmpty();
  }

  @Test
  void anElementPastTheEndIsNotPresent() throws Exception {
    assertThat(Path.parse("$.a[9]").find(SHOP, Given.environment())).isEmpty();
    assertThat(Path.parse("$.n").find(SHOP, Given.environment())).isPresent();
  }

  @Test
  void theBlanksBehindAPathAreForgotten() throws Exception {
    assertThat(Path.parse("$.n ").find(SHOP, Given.environment())).isPresent();
  }

  @Test
  void aWordWithoutQuotesInAFilterStandsForItself() throws Exception {
    var input = Json.parse("{\"c\":[{\"s\":\"Failure\",\"n\":1},{\"s\":\"Success\",\"n\":2}]}");

    var found = Path.parse("$.c[?(@.s==Failure)].n").read(input, Given.environment());

    assertThat(Json.write(found)).isEqualTo("[1]");
  }

  @Test
  void aBackslashInAQuotedNameStands() throws Exception {
    var input = Json.parse("{\"a\\\\\\\"b\":1,\"it's\":2}");

    assertThat(Path.parse("$['a\\\"b']").read(input, Given.environment()).intValue()).isEqualTo(1);
    assertThat(Path.parse("$['it\\'s']").read(input, Given.environment()).intValue()).isEqualTo(2);
  }
}
