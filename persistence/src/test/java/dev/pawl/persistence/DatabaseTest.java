package dev.pawl.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.persistence.DatabaseStartException.Problem;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {

  @TempDir private Path directory;

  private static void assertProblem(Problem problem, ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            DatabaseStartException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(problem);
              assertThat(e).hasMessageStartingWith(problem.code() + ": Expected ");
            });
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void whatWasStoredIsThereWhenItIsOpenedAgain(TestDatabase.Kind kind) {
    try (var test = TestDatabase.create(kind)) {
      try (var database = test.open()) {
        Rows.append(database.writer(), Rows.running(Rows.arn("a")), 1);
      }

      try (var database = test.open()) {
        assertThat(database.executions().find(Rows.arn("a"))).isPresent();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void aSchemaOfANewerReleaseIsRefused(TestDatabase.Kind kind) throws SQLException {
    try (var test = TestDatabase.create(kind)) {
      test.open().close();
      try (var connection = test.source().getConnection()) {
        Jdbc.update(
            connection,
            "INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by,"
                + " execution_time, success) VALUES (999, '999', 'future', 'SQL', 'V999__future.sql', 1, 'x', 1, true)");
      }

      assertProblem(Problem.SCHEMA_IS_NEWER, test::open);
    }
  }

  @Test
  void aDataDirectoryThatThisProcessHasOpenIsRefused() {
    var settings = DatabaseSettings.embedded(directory);
    try (var database = Database.open(settings)) {
      assertProblem(Problem.DATA_DIRECTORY_IN_USE, () -> Database.open(settings));

      Rows.append(database.writer(), Rows.running(Rows.arn("a")), 1);
    }
    Database.open(settings).close();
  }

  /** Another node on the same directory, which ends when its standard input does. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      try (var database = Database.open(DatabaseSettings.embedded(Path.of(arguments[0])))) {
        System.out.println("open " + database.writer().depth());
        System.out.flush();
        var end = System.in.read();
        assertThat(end).isNegative();
      }
    }
  }

  @Test
  void aDataDirectoryThatAnotherProcessHasOpenIsRefused() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var holder =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("open 0");

      assertProblem(
          Problem.DATA_DIRECTORY_IN_USE, () -> Database.open(DatabaseSettings.embedded(directory)));
    } finally {
      holder.getOutputStream().close();
      holder.waitFor();
    }
    Database.open(DatabaseSettings.embedded(directory)).close();
  }

  @Test
  void aDirectoryThatIsAFileIsRefused() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "");

    assertProblem(
        Problem.DATA_DIRECTORY_UNUSABLE, () -> Database.open(DatabaseSettings.embedded(file)));
  }

  @Test
  void aDatabaseThatIsNotThereIsRefused() {
    var nobody = DatabaseSettings.postgreSql("jdbc:postgresql://127.0.0.1:1/pawl", "u", "secret");

    assertProblem(Problem.DATABASE_UNREACHABLE, () -> Database.open(nobody));
    assertThat(nobody.toString()).doesNotContain("secret");
  }

  @Test
  void aBackupTakenWhileWritesGoOnCanBeRestored() {
    var zip = directory.resolve("backup.zip");
    try (var database = Database.open(DatabaseSettings.embedded(directory.resolve("live")))) {
      Rows.append(database.writer(), Rows.running(Rows.arn("before")), 1);
      database.backUp(zip);
      Rows.append(database.writer(), Rows.running(Rows.arn("after")), 1);
    }

    EmbeddedBackup.restore(zip, directory.resolve("restored"));

    try (var restored = Database.open(DatabaseSettings.embedded(directory.resolve("restored")))) {
      assertThat(restored.executions().find(Rows.arn("before"))).isPresent();
      assertThat(restored.executions().find(Rows.arn("after"))).isEmpty();
    }
    assertThatThrownBy(() -> EmbeddedBackup.restore(zip, directory.resolve("restored")))
        .hasMessageContaining("Move it away first");
  }
}
