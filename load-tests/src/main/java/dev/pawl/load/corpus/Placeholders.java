package dev.pawl.load.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fills in what a deployment fills in: {@code ${Name}}, CloudFormation's intrinsic functions, and
 * the marks that test suites leave. What stands where an ARN must stand becomes one; what stands
 * where a number must stand becomes {@value #NUMBER}; a name anywhere else stays a name.
 */
final class Placeholders {

  static final int NUMBER = 1;

  private static final String ACCOUNT = "123456789012";
  private static final String REGION = "us-east-1";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)\\}");

  /** What test suites write where their code puts something at run time. */
  private static final Pattern TEST_MARK =
      Pattern.compile("_{1,2}[a-z_]+_{1,2}|_+TBD_+|<[^<>]+>|%[A-Z_]+%");

  private static final String CONTEXT_MARK = "CONTEXT_OBJECT";

  private static final Map<String, String> PSEUDO_PARAMETERS =
      Map.of(
          "AWS::Partition",
          "aws",
          "AWS::Region",
          REGION,
          "AWS::AccountId",
          ACCOUNT,
          "AWS::URLSuffix",
          "amazonaws.com",
          "AWS::StackName",
          "stack",
          "aws:partition",
          "aws",
          "aws:region",
          REGION,
          "aws:account",
          ACCOUNT);

  private static final Pattern PARTITION = Pattern.compile("(?i)aws[_:. -]?partition");

  private static final Set<String> ARRAYS = Set.of("CSVHeaders", "ErrorEquals");

  private static final Set<String> NUMBERS =
      Set.of(
          "Seconds",
          "TimeoutSeconds",
          "HeartbeatSeconds",
          "MaxConcurrency",
          "IntervalSeconds",
          "MaxAttempts",
          "BackoffRate",
          "MaxDelaySeconds",
          "ToleratedFailureCount",
          "ToleratedFailurePercentage",
          "MaxItemsPerBatch",
          "MaxInputBytesPerBatch",
          "MaxItems");

  private Placeholders() {}

  static JsonNode fill(JsonNode definition) {
    return fill("", definition);
  }

  private static JsonNode fill(String field, JsonNode node) {
    if (node.isTextual()) {
      return text(field, node.textValue());
    }
    if (isIntrinsic(node)) {
      return text(field, reference(node));
    }
    if (node.isArray()) {
      return array(field, node);
    }
    return node.isObject() ? object(node) : node;
  }

  private static ObjectNode object(JsonNode node) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var member : node.properties()) {
      object.set(inText(member.getKey()), fill(member.getKey(), member.getValue()));
    }
    return object;
  }

  private static ArrayNode array(String field, JsonNode node) {
    var array = JsonNodeFactory.instance.arrayNode();
    var ofElements = ARRAYS.contains(field) ? "" : field;
    node.forEach(element -> array.add(fill(ofElements, element)));
    return array;
  }

  /** CloudFormation: an object with one member, {@code Ref} or {@code Fn::…}. */
  private static boolean isIntrinsic(JsonNode node) {
    if (!node.isObject() || node.size() != 1) {
      return false;
    }
    var name = node.fieldNames().next();
    return name.equals("Ref") || name.startsWith("Fn::");
  }

  private static String reference(JsonNode intrinsic) {
    var name = intrinsic.fieldNames().next();
    return switch (name) {
      case "Fn::Sub", "Fn::Join" -> Templates.text(intrinsic);
      case "Ref" -> "${" + intrinsic.path(name).asText() + "}";
      case "Fn::GetAtt" -> "${" + attribute(intrinsic.path(name)) + "}";
      default -> "${" + name.substring("Fn::".length()) + "}";
    };
  }

  private static String attribute(JsonNode resource) {
    return resource.isArray() ? resource.path(0).asText() + ".Arn" : resource.asText();
  }

  private static JsonNode text(String field, String text) {
    var whole = PLACEHOLDER.matcher(text).matches() || TEST_MARK.matcher(text).matches();
    if (whole && NUMBERS.contains(field)) {
      return JsonNodeFactory.instance.numberNode(NUMBER);
    }
    if (whole && text.contains(CONTEXT_MARK)) {
      return JsonNodeFactory.instance.textNode("$$.Execution.Input");
    }
    if (whole && ARRAYS.contains(field)) {
      return JsonNodeFactory.instance.arrayNode().add(word(text));
    }
    if (whole && field.equals("Resource")) {
      return JsonNodeFactory.instance.textNode(functionArn(text));
    }
    if (whole && field.equals("RoleArn")) {
      return JsonNodeFactory.instance.textNode("arn:aws:iam::" + ACCOUNT + ":role/" + word(text));
    }
    return JsonNodeFactory.instance.textNode(
        text.startsWith("{%") ? inJsonata(text) : inText(text));
  }

  /** Inside an expression a bare placeholder stands for a value, not for a name. */
  private static String inJsonata(String text) {
    return PLACEHOLDER.matcher(text).replaceAll(found -> known(found.group(1).strip(), "true"));
  }

  private static String inText(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> {
          var name = found.group(1).strip();
          return known(name, word(name));
        });
  }

  private static String known(String name, String otherwise) {
    return PARTITION.matcher(name).matches()
        ? "aws"
        : PSEUDO_PARAMETERS.getOrDefault(name, otherwise);
  }

  /** A Task whose resource a template fills in is nearly always a function; an activity says so. */
  private static String functionArn(String placeholder) {
    var kind =
        placeholder.toLowerCase(Locale.ROOT).contains("activity")
            ? "states:%s:%s:activity:%s"
            : "lambda:%s:%s:function:%s";
    return "arn:aws:" + kind.formatted(REGION, ACCOUNT, word(placeholder));
  }

  private static String word(String name) {
    var word = name.replaceAll("[^A-Za-z0-9]+", "");
    return word.isEmpty() ? "value" : word.substring(0, Math.min(word.length(), 32));
  }
}
