package dev.pawl.node.api.operation;

import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The operations of Step Functions as AWS documents them, written down apart from the shapes that
 * the node reads requests with.
 */
final class OperationModel {

  private static final String FILE = "/dev/pawl/node/api/step-functions-operations.txt";

  private OperationModel() {}

  /**
   * One member of a request.
   *
   * @param type {@code text}, {@code one-of}, {@code whole}, {@code number}, {@code flag}, {@code
   *     list} or {@code structure}
   * @param rest bounds, {@code -} for none, or values
   */
  record Member(String name, boolean required, String type, List<String> rest) {

    long min() {
      return bound(0, 0);
    }

    long max() {
      return bound(1, Long.MAX_VALUE);
    }

    private long bound(int place, long none) {
      return rest.size() <= place || rest.get(place).equals("-")
          ? none
          : Long.parseLong(rest.get(place));
    }
  }

  /** The members of each operation, by its name. */
  static Map<String, List<Member>> read() {
    var operations = new LinkedHashMap<String, List<Member>>();
    List<Member> members = new ArrayList<>();
    for (var line : lines()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ")) {
        var words = List.of(line.strip().split(" "));
        var name = words.getFirst();
        members.add(
            new Member(
                name.replace("!", ""),
                name.endsWith("!"),
                words.get(1),
                words.subList(2, words.size())));
      } else {
        members = new ArrayList<>();
        operations.put(line, members);
      }
    }
    return operations;
  }

  /**
   * The members of an operation that AWS does not have, as it reads them itself: nobody else has
   * written them down. Those that are told apart from absent ones only are left out.
   */
  static List<Member> of(OperationShape operation) {
    return operation.input().members().stream()
        .flatMap(member ->
            type(member.shape())
                .map(type ->
                    new Member(member.name(), member.required(), type, bounds(member.shape())))
                .stream())
        .toList();
  }

  private static Optional<String> type(Shape shape) {
    return switch (shape) {
      case Shape.StringShape text -> Optional.of(text.values().isEmpty() ? "text" : "one-of");
      case Shape.IntegerShape ignored -> Optional.of("whole");
      case Shape.DecimalShape ignored -> Optional.of("number");
      case Shape.BooleanShape ignored -> Optional.of("flag");
      case Shape.ListShape ignored -> Optional.of("list");
      case Shape.MapShape ignored -> Optional.of("structure");
      case Shape.StructureShape ignored -> Optional.of("structure");
      case Shape.BlobShape ignored -> Optional.empty();
      case Shape.OpaqueShape ignored -> Optional.empty();
    };
  }

  private static List<String> bounds(Shape shape) {
    return switch (shape) {
      case Shape.StringShape text ->
          List.of(
              Integer.toString(text.minLength()),
              text.maxLength() == Integer.MAX_VALUE ? "-" : Integer.toString(text.maxLength()));
      case Shape.IntegerShape whole ->
          List.of(Long.toString(whole.min()), Long.toString(whole.max()));
      case Shape.DecimalShape number ->
          List.of(Long.toString((long) number.min()), Long.toString((long) number.max()));
      default -> List.of();
    };
  }

  private static List<String> lines() {
    try (var file = Objects.requireNonNull(OperationModel.class.getResourceAsStream(FILE));
        var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
