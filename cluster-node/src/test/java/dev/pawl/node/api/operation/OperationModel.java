package dev.pawl.node.api.operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

  private static List<String> lines() {
    try (var file = Objects.requireNonNull(OperationModel.class.getResourceAsStream(FILE));
        var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
