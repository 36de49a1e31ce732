package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.Shape;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;

/** The parameters of the query protocol. */
final class QueryForm {

  private static final int PARAMETERS_MAX = 1_000;

  private QueryForm() {}

  /** Parameters by name; of several of one name the last counts. */
  static Map<String, String> parse(String text) {
    var parameters = new HashMap<String, String>();
    for (var parameter : text.split("&", PARAMETERS_MAX)) {
      var parts = parameter.split("=", 2);
      if (!parts[0].isEmpty()) {
        parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiError(400, "MalformedQueryString", "Expected a form: " + e.getMessage());
    }
  }

  /** The lists among the members: {@code Tags.member.1.Key=a} is {@code {"Tags":[{"Key":"a"}]}}. */
  static ObjectNode lists(Map<String, String> form, OperationShape shape) {
    var lists = JsonNodeFactory.instance.objectNode();
    for (var member : shape.input().members()) {
      if (member.shape() instanceof Shape.ListShape list) {
        var prefix = member.name() + ".member.";
        for (int i = 1; i <= PARAMETERS_MAX && hasElement(form, prefix + i); i++) {
          var array = lists.withArray(member.name());
          if (list.member() instanceof Shape.StructureShape structure) {
            var element = array.addObject();
            for (var field : structure.members()) {
              var value = form.get(prefix + i + "." + field.name());
              if (value != null) {
                element.put(field.name(), value);
              }
            }
          } else {
            array.add(form.get(prefix + i));
          }
        }
      }
    }
    return lists;
  }

  private static boolean hasElement(Map<String, String> form, String name) {
    return form.containsKey(name)
        || form.keySet().stream().anyMatch(parameter -> parameter.startsWith(name + "."));
  }
}
