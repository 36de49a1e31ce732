package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.api.Operation;
import dev.pawl.node.api.auth.Permissions;
import dev.pawl.node.api.auth.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation that a node serves has a role, and {@code docs/security.md} shows which. {@code
 * -Ddocs.update=true} writes it anew.
 */
class PermissionsTest {

  private static final Path PAGE = Path.of("../docs/security.md");
  private static final String BEGIN = "<!-- roles: written by PermissionsTest -->\n";
  private static final String END = "<!-- end of roles -->\n";

  /** What the command line asks for by a path of its own. */
  private static final Set<String> OF_THE_COMMAND_LINE =
      Set.of(
          "pawl:info", "pawl:health", "pawl:metrics", "pawl:executions", "pawl:log", "pawl:backup");

  @Test
  void everyOperationThatIsServedHasARoleAndNoOtherHas(@TempDir Path directory) {
    try (var api = new ApiFixture(directory)) {
      var served = new TreeSet<String>();
      add(served, "states", api.operations);
      add(served, "lambda", api.lambdaOperations);
      add(served, "logs", api.logOperations);
      add(served, "pawl", api.pawlOperations);
      api.identity.stream()
          .map(operation -> operation.shape().name())
          .map(name -> (name.equals("GetCallerIdentity") ? "sts:" : "iam:") + name)
          .forEach(served::add);

      var listed =
          Permissions.all().keySet().stream()
              .filter(name -> !OF_THE_COMMAND_LINE.contains(name))
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(listed).isEqualTo(served);
      assertThat(served.stream().filter(name -> name.startsWith("states:"))).hasSize(37);
    }
  }

  private static void add(TreeSet<String> names, String service, List<Operation> operations) {
    operations.forEach(operation -> names.add(service + ":" + operation.shape().name()));
  }

  @Test
  void theTableInTheDocumentationIsTheOneThatIsAsked() throws IOException {
    var table =
        Arrays.stream(Role.values())
            .map(PermissionsTest::row)
            .collect(
                Collectors.joining("", "| role | may, besides what is above |\n|---|---|\n", ""));
    var page = Files.readString(PAGE);
    var expected =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + table
            + page.substring(page.indexOf(END));

    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String row(Role role) {
    var services = new TreeMap<String, TreeSet<String>>();
    Permissions.all()
        .forEach((operation, least) -> {
          if (least == role) {
            var parts = operation.split(":", 2);
            services.computeIfAbsent(parts[0], name -> new TreeSet<>()).add(parts[1]);
          }
        });
    return "| **%s** | %s |\n"
        .formatted(
            role.label(),
            services.entrySet().stream()
                .map(service -> service.getKey() + ": " + String.join(", ", service.getValue()))
                .collect(Collectors.joining("<br>")));
  }
}
