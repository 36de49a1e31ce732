package dev.pawl.protocol.awsjson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The texts are AWS's own, where AWS was asked. */
class RequestReaderTest {

  private static final OperationShape ROUTES =
      OperationShape.awsJson(
          "Routes",
          Member.required("name", Shape.string(1, 5).matching("[a-z]+")),
          Member.optional(
              "routes",
              Shape.listOf(
                  Shape.structure(
                      "Route",
                      Member.required("arn", Shape.string()),
                      Member.required("weight", Shape.integer(0, 100))),
                  1,
                  2)));

  @Test
  void aNumberBeyondItsRangeIsNamedWithItsLimit() {
    assertThat(invalid(StepFunctionsShapes.LIST_STATE_MACHINES, "{\"maxResults\":1001}"))
        .isEqualTo(
            "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint:"
                + " Member must have value less than or equal to 1000");
  }

  @Test
  void anUnknownValueIsShownTheKnownOnes() {
    assertThat(invalid(StepFunctionsShapes.LIST_EXECUTIONS, "{\"statusFilter\":\"succeeded\"}"))
        .isEqualTo(
            "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT,"
                + " PENDING_REDRIVE, ABORTED, FAILED, RUNNING]");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(invalid(ROUTES, "{\"name\":\"TOO-LONG\",\"routes\":[]}"))
        .isEqualTo(
            "3 validation errors detected: Value 'TOO-LONG' at 'name' failed to satisfy constraint:"
                + " Member must have length less than or equal to 5; Value 'TOO-LONG' at 'name' failed"
                + " to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+;"
                + " Value '[]' at 'routes' failed to satisfy constraint: Member must have length"
                + " greater than or equal to 1");
  }

  @Test
  void membersInsideListsAreNamedByTheirPlace() {
    assertThat(invalid(ROUTES, "{\"name\":\"a\",\"routes\":[{\"arn\":\"x\",\"weight\":101}]}"))
        .contains("Value '101' at 'routes.1.member.weight' failed");
  }

  @Test
  void aListThatIsTooLongIsShown() {
    var route = "{\"arn\":\"x\",\"weight\":1}";

    assertThat(
            invalid(
                ROUTES,
                "{\"name\":\"a\",\"routes\":["
                    + String.join(",", List.of(route, route, route))
                    + "]}"))
        .contains(
            "Value '[Route(arn=x, weight=1), Route(arn=x, weight=1), Route(arn=x, weight=1)]' at 'routes'");
  }

  @Test
  void aMissingMemberAndANullAreTheSame() {
    var text =
        "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null";

    assertThat(invalid(StepFunctionsShapes.START_EXECUTION, "{}")).isEqualTo(text);
    assertThat(invalid(StepFunctionsShapes.START_EXECUTION, "{\"stateMachineArn\":null}"))
        .isEqualTo(text);
  }

  @Test
  void dataIsCountedInBytesAndNeverShown() {
    var tooLong = "é".repeat(StepFunctionsShapes.PAYLOAD_BYTES_MAX / 2 + 1);

    assertThat(
            invalid(
                StepFunctionsShapes.START_EXECUTION,
                "{\"stateMachineArn\":\"x\",\"input\":\"" + tooLong + "\"}"))
        .isEqualTo(
            "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must"
                + " have length less than or equal to 262144");
  }

  @Test
  void aValueOfAnotherTypeCannotBeRead() {
    assertThat(unreadable("{\"stateMachineArn\":1}"))
        .isEqualTo("NUMBER_VALUE cannot be converted to String");
    assertThat(unreadable("{\"stateMachineArn\":true}"))
        .isEqualTo("TRUE_VALUE cannot be converted to String");
    assertThat(unreadable("{\"maxResults\":\"1\"}"))
        .isEqualTo("STRING_VALUE cannot be converted to Integer");
    assertThat(unreadable("{\"maxResults\":1.5}"))
        .isEqualTo("DECIMAL_VALUE cannot be converted to Integer");
    assertThat(unreadable("{\"stateMachineArn\":{}}"))
        .isEqualTo("Start of structure or map found where not expected.");
  }

  @Test
  void whatIsNoJsonObjectCannotBeRead() {
    assertThat(unreadable("[]")).isEqualTo("Expected the request to be a JSON object.");
    assertThat(unreadable("{'a':1}"))
        .startsWith("Expected the request to be JSON: Unexpected character");
    assertThat(unreadable("{} {}")).startsWith("Expected the request to be JSON");
    assertThat(unreadable("[".repeat(2_000))).contains("nesting depth");
  }

  @Test
  void unknownMembersAreIgnoredAndWholeNumbersMayHaveAPoint() {
    var input =
        valid(StepFunctionsShapes.LIST_STATE_MACHINES, "{\"maxResults\":5.0,\"surprise\":[]}");

    assertThat(input.findInt("maxResults")).hasValue(5);
    assertThat(input.names()).containsExactly("maxResults");
  }

  @Test
  void anEmptyBodyIsAnEmptyObject() {
    assertThat(valid(StepFunctionsShapes.LIST_STATE_MACHINES, "").names()).isEmpty();
  }

  @Test
  void lambdaNamesMembersInItsOwnWay() {
    var reading =
        RequestReader.read(
            LambdaShapes.CREATE_FUNCTION,
            bytes(
                "{\"FunctionName\":\"f\",\"Role\":\"r1\",\"Code\":{},\"Architectures\":[\"X86_64\"]}"));

    assertThat(((Reading.Invalid) reading).message())
        .isEqualTo(
            "2 validation errors detected: Value 'r1' at 'role' failed to satisfy constraint: Member"
                + " must satisfy regular expression pattern:"
                + " arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+; Value '[X86_64]' at"
                + " 'architectures' failed to satisfy constraint: Member must satisfy constraint:"
                + " [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]");
  }

  @Test
  void pathQueryAndHeaderAreReadAsMembers() {
    var reading =
        RequestReader.read(
            LambdaShapes.LIST_FUNCTIONS, bytes(""), Map.of("MaxItems", "7", "Marker", "m"));

    var input = ((Reading.Valid) reading).input();
    assertThat(input.findInt("MaxItems")).hasValue(7);
    assertThat(input.findText("Marker")).hasValue("m");
  }

  @Test
  void aPathIsMatchedSegmentBySegment() {
    var path = List.of("2015-03-31", "functions", "f", "code");

    assertThat(LambdaShapes.UPDATE_FUNCTION_CODE.match("PUT", path)).hasValue(List.of("f"));
    assertThat(LambdaShapes.UPDATE_FUNCTION_CODE.match("GET", path)).isEmpty();
    assertThat(LambdaShapes.GET_FUNCTION.match("GET", path)).isEmpty();
  }

  private static Input valid(OperationShape shape, String body) {
    return ((Reading.Valid) RequestReader.read(shape, bytes(body))).input();
  }

  private static String invalid(OperationShape shape, String body) {
    return ((Reading.Invalid) RequestReader.read(shape, bytes(body))).message();
  }

  private static String unreadable(String body) {
    return ((Reading.Unreadable)
            RequestReader.read(StepFunctionsShapes.LIST_EXECUTIONS, bytes(body)))
        .message();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Damaged requests are read or refused in words, whatever the bytes; the seed is the round. */
  @Test
  void everyRequestIsReadOrRefused() {
    var request =
        "{\"name\":\"abc\",\"routes\":[{\"arn\":\"é😀\\ud83d\",\"weight\":1e2},{\"arn\":\"\",\"weight\":-0}]}";
    var pieces =
        List.of("{", "[", "\"", "\\u", "1e999999999", "9".repeat(2_000), "null", "[".repeat(5_000));
    for (var seed = 0; seed < 5_000; seed++) {
      var random = new SplittableRandom(seed);
      var text = new StringBuilder(request);
      for (var times = random.nextInt(3); times >= 0; times--) {
        var at = random.nextInt(text.length() + 1);
        var end = Math.min(text.length(), at + random.nextInt(9));
        text.replace(at, end, pieces.get(random.nextInt(pieces.size())));
      }
      var body = text.toString().getBytes(UTF_8);
      body[random.nextInt(body.length)] = (byte) random.nextInt();

      var reading = RequestReader.read(ROUTES, body);

      switch (reading) {
        case Reading.Valid valid ->
            assertThat(valid.input().text("name")).as("seed %d", seed).matches("[a-z]{1,5}");
        case Reading.Unreadable refused -> assertThat(refused.message()).isNotBlank();
        case Reading.Invalid refused -> assertThat(refused.message()).isNotBlank();
      }
    }
  }
}
