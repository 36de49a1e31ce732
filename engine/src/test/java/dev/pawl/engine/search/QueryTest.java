package dev.pawl.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.engine.json.Json;
import dev.pawl.engine.search.Filter.Operator;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries as text and as JSON mean the same, and what means nothing says where and why. */
class QueryTest {

  private static Filter text(String query) throws IllegalQueryException {
    return TextQuery.parse(query, name -> "arn:machine:" + name);
  }

  private static Filter json(String query) throws Exception {
    return JsonQuery.parse(Json.parse(query), name -> "arn:machine:" + name);
  }

  @Test
  void aTextQueryIsReadAsItReads() throws Exception {
    assertThat(text("status = FAILED and customerId = \"A\" or NOT startDate < 2026-11-01"))
        .isEqualTo(
            new Filter.Or(
                List.of(
                    new Filter.And(
                        List.of(
                            new Filter.Status(List.of("FAILED")),
                            new Filter.Attribute(
                                "customerId", Operator.EQUALS, AttributeValue.text("A")))),
                    new Filter.Not(
                        new Filter.StartDate(
                            Operator.LESS_THAN, Instant.parse("2026-11-01T00:00:00Z"))))));
    assertThat(text("  ")).isEqualTo(Filter.ALL);
    assertThat(text("stateMachine = orders"))
        .isEqualTo(new Filter.StateMachine("arn:machine:orders"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"status\":[\"FAILED\",\"ABORTED\"]} | status in (FAILED, ABORTED)",
        "{\"and\":[{\"attribute\":\"customerId\",\"equals\":\"A\"},{\"status\":\"FAILED\"},{\"startDate\":{\"after\":\"2026-11-01\"}}]}"
            + " | customerId = \"A\" and status = FAILED and startDate > 2026-11-01",
        "{\"attribute\":\"n\",\"greaterThan\":1.5,\"lessThanOrEquals\":10} | n > 1.5 and n <= 10",
        "{\"attribute\":\"due\",\"before\":\"2026-11-01T10:00:00+01:00\"} | due <"
            + " 2026-11-01T09:00:00Z",
        "{\"not\":{\"attribute\":\"vip\",\"equals\":true}} | not vip = true",
        "{\"name\":{\"startsWith\":\"nightly-\"}} | name startsWith \"nightly-\"",
        "{\"or\":[{\"version\":\"arn:v:1\"},{\"alias\":\"arn:v:PROD\"}]} | version = arn:v:1 or"
            + " alias = arn:v:PROD"
      })
  void jsonAndTextMeanTheSame(String json, String text) throws Exception {
    assertThat(json(json)).isEqualTo(text(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status in (FAILED, ABORTED) and (a = 1 or b != \"x\\\"y\\u0001\") and not (c startsWith"
            + " \"p\" and d >= -0.25)",
        "name = \"ä\" or stopDate <= 2026-11-30T12:00:00.5Z",
        "not not status != RUNNING",
        "due = 2026-11-30 and flag = false and big > 1e30"
      })
  void aQueryIsTheSameAfterItWasWrittenAndReadAgain(String query) throws Exception {
    var filter = text(query);

    assertThat(text(filter.text())).isEqualTo(filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "status = LOST | Expected a status, which is one of ABORTED, FAILED, PENDING_REDRIVE,"
            + " RUNNING, SUCCEEDED, TIMED_OUT, at position 10 of the query, but found 'LOST'.",
        "customerId = A | Expected a text in quotation marks, a number, true, false, or a time such"
            + " as 2026-11-30T12:00:00Z at position 14 of the query, but found 'A'.",
        "status = FAILED customerId = 1 | Expected 'and', 'or' or its end at position 17 of the"
            + " query, but found 'customerId'.",
        "(a = 1 | Expected ')' at position 7 of the query, but found its end.",
        "a ~ 1 | Expected a name, a value, an operator or a parenthesis at position 3 of the query,"
            + " but found '~'.",
        "a = \"x | Expected a text that ends with '\"' at position 5 of the query, but found no end"
            + " of it.",
        "startDate > yesterday | Expected a date such as 2026-11-30 or a time such as"
            + " 2026-11-30T12:00:00Z at position 13 of the query, but found 'yesterday'.",
        "status < FAILED | Expected = or != with this field at position 8 of the query, but found"
            + " '<'.",
        "a startsWith 5 | Expected text after startsWith at position 14 of the query, but found 5.",
        "and | Expected an operator (=, !=, <, <=, >, >=, startsWith, in) at position 4 of the"
            + " query, but found its end."
      })
  void aMistakeIsShownWithItsPosition(String query, String message) {
    assertThatThrownBy(() -> text(query))
        .isInstanceOf(IllegalQueryException.class)
        .hasMessage(message);
  }

  @Test
  void queriesAreBoundedInLengthDepthAndConditions() {
    assertThatThrownBy(() -> text("a".repeat(4_097)))
        .hasMessageContaining("at most 4096 characters");
    assertThatThrownBy(() -> text("(".repeat(17) + "a = 1"))
        .hasMessageContaining("at most 16 levels");
    assertThatThrownBy(() -> text("a = 1" + " or a = 1".repeat(32)))
        .hasMessageContaining("at most 32 conditions");
    assertThatThrownBy(() -> json("{\"not\":".repeat(18) + "{}" + "}".repeat(18)))
        .hasMessageContaining("at most 16 levels");
  }

  @Test
  void aMistakeInJsonIsShownWithItsPath() {
    assertThatThrownBy(() -> json("{\"and\":[{\"statuss\":\"FAILED\"}]}"))
        .hasMessageContaining("found 'filter.and[0].statuss'");
    assertThatThrownBy(() -> json("[]")).hasMessage("Expected an object at filter, but found [].");
    assertThatThrownBy(() -> json("{\"attribute\":\"a\",\"equals\":null}"))
        .hasMessageContaining("at filter.equals, but found null");
  }
}
