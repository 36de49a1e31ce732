package dev.pawl.protocol.awsjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One operation as its service's model describes it: the one description that parses requests,
 * checks them and words the errors.
 *
 * @param name as {@code X-Amz-Target} spells it
 * @param method the HTTP method; AWS JSON always posts
 * @param path the template of the path, {@code /2015-03-31/functions/{FunctionName}}; AWS JSON
 *     always {@code /}
 * @param status the HTTP status of a good answer
 * @param bodyIsPayload the body is one blob (Invoke) and not JSON with the members
 * @param input the members
 */
public record OperationShape(
    String name,
    String method,
    String path,
    int status,
    boolean bodyIsPayload,
    Shape.StructureShape input) {

  /** An operation of a service that speaks AWS JSON. */
  static OperationShape awsJson(String name, Member... members) {
    return new OperationShape(
        name, "POST", "/", 200, false, new Shape.StructureShape(name + "Input", List.of(members)));
  }

  /** An operation of a service that speaks REST-JSON. */
  static OperationShape rest(
      String name, String method, String path, int status, Member... members) {
    return new OperationShape(
        name,
        method,
        path,
        status,
        false,
        new Shape.StructureShape(name + "Request", List.of(members)));
  }

  /** The same operation, whose body is handed over as it came. */
  OperationShape withPayloadBody() {
    return new OperationShape(name, method, path, status, true, input);
  }

  /**
   * The segments of a path that stand for {@code {…}} in the template, in its order; empty if the
   * path is another one.
   *
   * @param segments the path's segments, decoded
   */
  public Optional<List<String>> match(String method, List<String> segments) {
    var template = List.of(path.substring(1).split("/"));
    if (!this.method.equals(method) || template.size() != segments.size()) {
      return Optional.empty();
    }
    var labels = new ArrayList<String>();
    for (int i = 0; i < template.size(); i++) {
      if (template.get(i).startsWith("{")) {
        labels.add(segments.get(i));
      } else if (!template.get(i).equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(labels);
  }
}
