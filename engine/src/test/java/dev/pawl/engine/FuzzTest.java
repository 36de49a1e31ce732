package dev.pawl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.engine.asl.Definitions;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.asl.Validator;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.expression.Environment;
import dev.pawl.engine.expression.IllegalExpressionException;
import dev.pawl.engine.expression.IntrinsicCall;
import dev.pawl.engine.expression.JsonataTemplate;
import dev.pawl.engine.expression.Path;
import dev.pawl.engine.expression.PathNotFoundError;
import dev.pawl.engine.expression.PayloadTemplate;
import dev.pawl.engine.expression.ReferencePath;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.expression.StatesInput;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.rehearsal.IllegalSuiteException;
import dev.pawl.engine.rehearsal.TestSuite;
import dev.pawl.engine.search.IllegalQueryException;
import dev.pawl.engine.search.JsonQuery;
import dev.pawl.engine.search.TextQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Damaged texts for everything that reads what strangers write: each is understood or refused in
 * the declared way, and soon. {@code -Dseed=4711} makes that one again; {@code -Dpawl.nightly=true}
 * makes many.
 */
class FuzzTest {
  private static final int ROUNDS = Boolean.getBoolean("pawl.nightly") ? 5_000 : 500;
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private static final List<String> DEFINITIONS =
      List.of(
          """
          {"StartAt":"A","TimeoutSeconds":60,"States":{
            "A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f",
              "Payload":{"a.$":"States.Format('{} {}', $.x, States.MathAdd(1, $.n))","b.$":"$$.Execution.Id"}},
              "Retry":[{"ErrorEquals":["A","States.Timeout"],"BackoffRate":1.5,"MaxDelaySeconds":9}],
              "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.e['x'][0]","Next":"C"}],"Next":"C"},
            "C":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.a[?(@.b>1)].c","IsPresent":true},
              {"Not":{"Variable":"$.s","StringMatches":"a*\\\\\\\\b"}}],"Next":"W"}],"Default":"F"},
            "W":{"Type":"Wait","Timestamp":"2026-01-01T00:00:00.5+01:00","End":true},
            "F":{"Type":"Fail","CausePath":"$.c"}}}
          """,
          """
          {"QueryLanguage":"JSONata","StartAt":"M","States":{
            "M":{"Type":"Map","Items":"{% $states.input.l[x > 1] %}","MaxConcurrency":"{% 1 + 1 %}","ItemProcessor":{
              "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I",
              "States":{"I":{"Type":"Pass","Output":{"a":["{% $map([1..3], function($v) { $v & '' }) %}"]},"End":true}}},
              "ItemBatcher":{"MaxItemsPerBatch":2},"Assign":{"x":"{% $states.result %}"},"Next":"P"},
            "P":{"Type":"Parallel","Branches":[{"StartAt":"J","States":{"J":{"Type":"Succeed"}}}],"End":true}}}
          """,
          """
          StartAt: A
          States:
            A: {Type: Wait, SecondsPath: "$.x[-1]", Next: B}
            B: &b
              Type: Pass
              Result: {a: [1, 2.5e3, null, "\\u00e9"]}
              ResultPath: $.r
              End: true
          """);

  private static final List<String> EXPRESSIONS =
      List.of(
          "$.a[0:2:1]..b[?(@.c == 'd' && (@.e >= 1 || !@.f))]['g','h'][*]",
          "$$.Execution.Input['x'][-1]",
          "$var.a[0,1]",
          "States.Format('{} \\\\' {}', $.a, States.Array(1, 'b', null, true, States.UUID()))",
          "States.StringSplit($.a, ',;')",
          "States.Hash(States.JsonToString($), 'SHA-256')",
          "{% $sum($states.input.l.(a * b)) ~> $string() & 'x' %}",
          "{% ($f := function($x) { $x <= 1 ? 1 : $x * $f($x - 1) }; $f(5)) %}",
          "{% $states.input.s ~> /a+(b|c)*/ ? $replace(s, /x/, function($m) { $m.match }) : [1..5][$ % 2 = 0] %}",
          "{% $merge([{'a': 1}, $states.input{`k`: $count(v)}, |$|{'z': 1e308}|]) %}",
          "{% $sort([3,1,2], function($l, $r) { $l > $r })^(>$)[0] %}",
          "{% $fromMillis(1e12, '[Y0001]-[M01,2-2] [FNn,3-3] [Dwo] [h#1]:[m01][P] [Z01:01t]', '+0100') %}",
          "{% $toMillis('3 Feb 2026', '[D1] [MNn,3-3] [Y]') ~> $formatNumber('#,##0.00;(#)', {'decimal-separator': ','}) %}",
          "{% $formatInteger($parseInteger('twelve', 'w') + $range(1, 9, 2)[1], '#,##0;o') %}",
          "{% $partition($distinct($split($states.input.s, /(a|b*)(?=c)|[^\\d-]{2,}?/i)), 2) %}",
          "{% $parse($string($states.input)).l = $states.input.l in [[{'a': $round(1.5, 2)}]] %}",
          "$.a[?(@.b =~ /^(?<n>x+|[a-c]?){1,3}\\k<n>$/i || @.c in ['d', 1e3] && $.n size 3)]");

  private static final List<String> QUERIES =
      List.of(
          "status in (FAILED, ABORTED) and not (customerId = \"A\" or startDate < 2026-11-01)",
          "stateMachine = orders and n >= 1.5e3 or name startsWith \"nightly-\"",
          "{\"and\":[{\"attribute\":\"n\",\"greaterThan\":1.5},{\"not\":{\"startDate\":{\"after\":\"2026-11-01\"}}}]}");

  private static final List<String> PAYLOADS =
      List.of(
          "{\"a\": [1, 2.50, -0.0, 1e2, 12345678901234567890], \"é😀\\ud83d\": \"\\u0000\\n\"}",
          " [null, true, {\"a\": {\"a\": \"x\"}, \"a\": 1}] ");

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "\"",
          "'",
          "`",
          "\\",
          ",",
          ":",
          "$",
          "$$",
          "@",
          "?",
          "*",
          "..",
          "-1",
          "1e308",
          "1e400",
          "-0",
          "NaN",
          "null",
          "{%",
          "%}",
          "/",
          "/*",
          "function",
          "$states",
          "\u0000",
          "\uD800",
          "\uFFFF",
          "ü",
          "𝄞",
          "\n",
          "&",
          "~>",
          "^",
          "|",
          ":=",
          "99999999999999999999",
          "0x1",
          "States.",
          "((((((((",
          "[[[[[[[[[",
          "{\"a\":",
          "a*|b*",
          "{2,999999999}",
          "[Y,99999]",
          "\\Q",
          "\uFEFF");

  private Environment environment = environment();
  private final JsonNode input =
      json(
          "{\"a\":[{\"b\":{\"c\":\"d\",\"e\":2}}],\"l\":[{\"a\":1,\"b\":2}],\"s\":\"aabc\",\"n\":1e308}");

  private static Environment environment() {
    return new Environment(
        json("{\"Execution\":{\"Id\":\"e\",\"Input\":{\"x\":[1]}}}"),
        Map.of("var", json("{\"a\":[1,2]}")),
        new Chance(new SplittableRandom(1), Instant.EPOCH));
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonTextException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everythingIsUnderstoodOrRefused() {
    var seed = Long.getLong("seed");
    if (seed != null) {
      round(seed);
      return;
    }
    for (var i = 0; i < ROUNDS; i++) {
      round(i);
    }
  }

  private void round(long seed) {
    var random = new SplittableRandom(seed);
    var definition = damaged(one(DEFINITIONS, random), random);
    var expression = damaged(one(EXPRESSIONS, random), random);
    var query = damaged(one(QUERIES, random), random);
    var payload = damaged(one(PAYLOADS, random), random);
    environment = environment();
    var begin = System.nanoTime();
    try {
      understand(definition);
      evaluate(expression);
      search(query);
      read(payload);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(
          "-Dseed=%d: %s%n%s%n%s%n%s%n%s"
              .formatted(seed, e, definition, expression, query, payload),
          e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as("-Dseed=%d: %s%n%s", seed, definition, expression)
        .isLessThan(AT_MOST);
  }

  private static String one(List<String> texts, SplittableRandom random) {
    return texts.get(random.nextInt(texts.size()));
  }

  /** Takes away, doubles, exchanges and adds, at a few places. */
  private static String damaged(String text, SplittableRandom random) {
    var damaged = new StringBuilder(text);
    for (var times = random.nextInt(4); times >= 0; times--) {
      var from = random.nextInt(damaged.length() + 1);
      var to = Math.min(damaged.length(), from + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> damaged.delete(from, to);
        case 1 -> damaged.insert(from, damaged.substring(from, to).repeat(random.nextInt(1, 4)));
        case 2 -> damaged.insert(from, one(PIECES, random).repeat(random.nextInt(1, 3)));
        case 3 -> damaged.replace(from, to, one(PIECES, random));
        default -> damaged.insert(from, one(PIECES, random).repeat(random.nextInt(1, 2_000)));
      }
    }
    return damaged.toString();
  }

  private static void understand(String text) {
    var json = text;
    try {
      json = Definitions.toJson(text, "a.yaml");
    } catch (JsonTextException refused) {
      // Then it is JSON at most.
    }
    for (var type : MachineType.values()) {
      var findings = Validator.validate(json, type);
      try {
        StateMachine.parse(json, type);
        assertThat(findings).noneMatch(finding -> finding.isError());
      } catch (InvalidDefinitionException refused) {
        assertThat(findings).anyMatch(finding -> finding.isError());
      }
    }
    try {
      TestSuite.read(
          "definition: d\ncases: [" + json + "]", "a.yaml", path -> DEFINITIONS.getFirst());
    } catch (IllegalSuiteException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private static void search(String text) {
    try {
      TextQuery.parse(text, name -> "arn:machine:" + name);
    } catch (IllegalQueryException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
    try {
      JsonQuery.parse(Json.parse(text), name -> "arn:machine:" + name);
    } catch (JsonTextException | IllegalQueryException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  /** What is taken is kept: its text and its value say the same, and any encoding holds them. */
  private static void read(String text) {
    try {
      var payload = Payload.parse(text);
      var stored = Payload.ofStoredText(new String(payload.text().getBytes(UTF_8), UTF_8));
      assertThat(stored).isEqualTo(payload);
      assertThat(stored.node()).isEqualTo(payload.node());
      assertThat(payload.utf8Bytes()).isEqualTo(payload.text().getBytes(UTF_8).length);
      assertThat(Json.parse(Payload.of(payload.node()).text())).isEqualTo(payload.node());
    } catch (JsonTextException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private void evaluate(String text) {
    try {
      Path.parse(text).read(input, environment);
    } catch (IllegalExpressionException | PathNotFoundError | StatesError refused) {
      // As declared.
    }
    try {
      IntrinsicCall.parse(text).evaluate(input, environment);
    } catch (IllegalExpressionException | StatesError refused) {
      // As declared.
    }
    try {
      PayloadTemplate.parse(json("{\"a.$\":" + Json.write(TextNode.valueOf(text)) + "}"))
          .evaluate(input, environment);
    } catch (IllegalExpressionException | StatesError refused) {
      // As declared.
    }
    try {
      ReferencePath.parse(text).put(input.deepCopy(), input);
    } catch (IllegalExpressionException | StatesError refused) {
      // As declared.
    }
    try {
      JsonataTemplate.parse(TextNode.valueOf(text))
          .evaluate(new StatesInput(input, null, null), environment, "Output");
    } catch (IllegalExpressionException | StatesError refused) {
      // As declared.
    }
  }
}
