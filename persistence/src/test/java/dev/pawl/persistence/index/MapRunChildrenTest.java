package dev.pawl.persistence.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.journal.IndexChange;
import dev.pawl.persistence.journal.MapRunChild;
import dev.pawl.persistence.journal.Rows;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class MapRunChildrenTest {

  private static final String MAP_RUN =
      "arn:aws:states:us-east-1:000000000000:mapRun:Orders/Each:2f1c9a51-0000-4000-8000-000000000000";

  private final TestDatabase test;
  private final Database database;

  MapRunChildrenTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    database = test.open();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @Test
  void childrenAreListedTheLastOneFirstOverPages() {
    child(0, "SUCCEEDED");
    child(1, "RUNNING");
    child(2, "RUNNING");

    var first = database.mapRuns().list(MAP_RUN, null, null, 2, null);
    assertThat(first.items())
        .extracting(MapRunChildren.StartedChild::index)
        .containsExactly(2L, 1L);
    assertThat(first.items().getFirst().items()).isEqualTo(10);
    assertThat(first.items().getFirst().execution().stateMachineVersionArn())
        .isEqualTo(Rows.MACHINE + ":3");

    var last = database.mapRuns().list(MAP_RUN, null, null, 2, first.nextToken());
    assertThat(last.items())
        .extracting(child -> child.execution().executionArn())
        .containsExactly(Rows.arn("child-0"));
    assertThat(last.nextToken()).isNull();
    assertThat(database.mapRuns().list(MAP_RUN, "SUCCEEDED", null, 10, null).items()).hasSize(1);
    assertThat(database.mapRuns().list(MAP_RUN, null, true, 10, null).items()).isEmpty();
    assertThat(database.mapRuns().list(MAP_RUN, "SUCCEEDED", false, 10, null).items()).hasSize(1);
    assertThat(database.mapRuns().list("arn:of-another", null, null, 10, null).items()).isEmpty();
  }

  @Test
  void statusesAreThoseOfChildrenThatExist() {
    child(0, "SUCCEEDED");

    assertThat(database.mapRuns().statuses(List.of(Rows.arn("child-0"), Rows.arn("child-1"))))
        .containsOnlyKeys(Rows.arn("child-0"))
        .containsValue("SUCCEEDED");
  }

  private void child(long index, String status) {
    var arn = Rows.arn("child-" + index);
    Rows.append(
        database.writer(),
        new IndexChange(
            arn,
            Rows.MACHINE,
            "child-" + index,
            status,
            Rows.START,
            status.equals("RUNNING") ? null : Rows.START,
            null,
            null,
            0,
            0,
            List.of(),
            List.of(),
            new MapRunChild(MAP_RUN, index, 10),
            Rows.MACHINE + ":3",
            null,
            0,
            null,
            null),
        1);
  }
}
