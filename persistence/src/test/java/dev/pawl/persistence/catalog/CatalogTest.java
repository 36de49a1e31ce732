package dev.pawl.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.catalog.StateMachineCatalog.Deletion;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.journal.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class CatalogTest {

  private static final Instant T0 = Rows.START;
  private static final String DEFINITION = "{\"StartAt\": \"É\"}";

  private final TestDatabase test;
  private final Database database;

  CatalogTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    database = test.open();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  private static StateMachineEntry machine(String arn, String definition, Instant created) {
    return new StateMachineEntry(
        arn,
        arn.substring(arn.lastIndexOf(':') + 1),
        "STANDARD",
        StateMachineEntry.ACTIVE,
        "arn:role",
        null,
        StateMachineCatalog.hash(definition),
        created,
        created,
        null,
        "{\"enabled\":false}",
        null,
        UUID.randomUUID().toString());
  }

  private static StateMachineEntry changed(StateMachineEntry entry, String definition) {
    return new StateMachineEntry(
        entry.stateMachineArn(),
        entry.name(),
        entry.type(),
        entry.status(),
        "arn:other-role",
        UUID.randomUUID().toString(),
        StateMachineCatalog.hash(definition),
        entry.creationDate(),
        T0.plusSeconds(5),
        "{}",
        entry.tracingConfiguration(),
        entry.encryptionConfiguration(),
        UUID.randomUUID().toString());
  }

  private static <T> List<T> all(
      BiFunction<Integer, @Nullable String, Page<T>> list, int pageSize) {
    var found = new ArrayList<T>();
    String token = null;
    do {
      var page = list.apply(pageSize, token);
      found.addAll(page.items());
      token = page.nextToken();
    } while (token != null);
    return found;
  }

  @Test
  void aMachineIsCreatedOnce() {
    var machines = database.stateMachines();
    var first = machine(Rows.MACHINE, DEFINITION, T0);
    var second = machine(Rows.MACHINE, "{}", T0.plusSeconds(1));

    var created = machines.create(first, DEFINITION).join();
    var again = machines.create(second, "{}").join();

    assertThat(created).isEqualTo(new Created<>(first, true));
    assertThat(again).isEqualTo(new Created<>(first, false));
    assertThat(machines.find(Rows.MACHINE)).contains(first);
    assertThat(machines.definition(first.definitionHash())).contains(DEFINITION);
    assertThat(machines.definition(second.definitionHash())).isEmpty();
  }

  @Test
  void ofTwoUpdatesFromTheSameEntryOneWins() {
    var machines = database.stateMachines();
    var entry = machine(Rows.MACHINE, DEFINITION, T0);
    machines.create(entry, DEFINITION).join();
    var one = changed(entry, "1");
    var other = changed(entry, "2");

    assertThat(machines.update(one, "1", entry.etag()).join()).contains(one);
    assertThat(machines.update(other, "2", entry.etag()).join()).isEmpty();
    assertThat(machines.find(Rows.MACHINE)).contains(one);
    assertThat(machines.definition(entry.definitionHash())).contains(DEFINITION);
    assertThat(machines.update(one, "1", entry.etag()).join()).as("repeated").contains(one);
  }

  @Test
  void aMachineDisappearsWithItsLastExecution() {
    var machines = database.stateMachines();
    var entry = machine(Rows.MACHINE, DEFINITION, T0);
    machines.create(entry, DEFINITION).join();
    database.tags().put(Rows.MACHINE, Map.of("a", "b"), 50).join();
    Rows.append(database.writer(), Rows.running(Rows.arn("a")), 1);

    assertThat(machines.delete(Rows.MACHINE).join()).isEqualTo(Deletion.DELETING);
    assertThat(machines.find(Rows.MACHINE).orElseThrow().status()).isEqualTo("DELETING");
    assertThat(machines.update(changed(entry, "1"), "1", entry.etag()).join()).isEmpty();
    assertThat(machines.sweep().join()).isZero();
    var ended = Rows.index(Rows.arn("a"), "SUCCEEDED", T0, T0, null, null, List.of(), List.of());
    Rows.append(database.writer(), ended, 2);
    assertThat(machines.sweep().join()).isEqualTo(1);

    assertThat(machines.find(Rows.MACHINE)).isEmpty();
    assertThat(database.tags().list(Rows.MACHINE)).isEmpty();
    assertThat(machines.delete(Rows.MACHINE).join()).isEqualTo(Deletion.ABSENT);
    assertThat(machines.definition(entry.definitionHash()))
        .as("the ended execution may still be asked about")
        .isPresent();
    database.retention().deleteEnded(T0.plusSeconds(1), 10).join();
    machines.sweep().join();
    assertThat(machines.definition(entry.definitionHash())).isEmpty();
  }

  @Test
  void machinesAreListedByName() {
    var machines = database.stateMachines();
    for (var name : List.of("c", "a", "b")) {
      machines
          .create(
              machine("m:" + name, DEFINITION, name.equals("b") ? T0.minusSeconds(1) : T0),
              DEFINITION)
          .join();
    }

    for (var pageSize = 1; pageSize <= 4; pageSize++) {
      assertThat(all(machines::list, pageSize))
          .extracting(StateMachineEntry::name)
          .containsExactly("a", "b", "c");
    }
  }

  @Test
  void activitiesAreCreatedOnceListedAndDeleted() {
    var activities = database.activities();
    var first = new ActivityEntry("act:x", "x", T0, null);

    assertThat(activities.create(first).join()).isEqualTo(new Created<>(first, true));
    assertThat(activities.create(new ActivityEntry("act:x", "x", T0.plusSeconds(1), "{}")).join())
        .isEqualTo(new Created<>(first, false));
    activities.create(new ActivityEntry("act:a", "a", T0.plusSeconds(2), "{}")).join();

    assertThat(all(activities::list, 1)).extracting(ActivityEntry::name).containsExactly("x", "a");
    assertThat(activities.delete("act:x").join()).isTrue();
    assertThat(activities.delete("act:x").join()).isFalse();
    assertThat(activities.find("act:x")).isEmpty();
  }

  private static FunctionEntry function(String name, String version, String code) {
    return new FunctionEntry(
        "fn:" + name, version, name, UUID.randomUUID().toString(), code, T0, "{\"Timeout\":3}");
  }

  @Test
  void aFunctionAndItsCodeLiveAndGoTogether() {
    var functions = database.functions();
    var code = new byte[100_000];
    var entry = function("f", FunctionEntry.LATEST, "sha1");

    assertThat(functions.create(entry, code).join()).isEqualTo(new Created<>(entry, true));
    assertThat(functions.create(function("f", FunctionEntry.LATEST, "sha2"), code).join())
        .isEqualTo(new Created<>(entry, false));
    functions.create(function("f", "1", "sha1"), null).join();
    var update = function("f", FunctionEntry.LATEST, "sha3");
    assertThat(functions.update(update, new byte[] {1}, entry.revisionId()).join())
        .contains(update);
    assertThat(
            functions
                .update(function("f", FunctionEntry.LATEST, "sha3"), null, entry.revisionId())
                .join())
        .isEmpty();

    assertThat(functions.find("fn:f", FunctionEntry.LATEST)).contains(update);
    assertThat(functions.code("sha1").orElseThrow()).hasSize(100_000);
    assertThat(functions.code("sha3")).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(1));
    assertThat(functions.versions("fn:f"))
        .extracting(FunctionEntry::version)
        .containsExactlyInAnyOrder("$LATEST", "1");
    assertThat(functions.delete("fn:f", "1").join()).isTrue();
    assertThat(functions.delete("fn:f").join()).isTrue();
    assertThat(functions.delete("fn:f").join()).isFalse();
    assertThat(Stream.of("sha1", "sha2", "sha3").filter(sha -> functions.code(sha).isPresent()))
        .isEmpty();
  }

  @Test
  void functionsAreListedByName() {
    var functions = database.functions();
    for (var name : List.of("c", "a", "b")) {
      functions.create(function(name, FunctionEntry.LATEST, "sha"), new byte[1]).join();
    }
    functions.create(function("a", "1", "sha"), null).join();

    assertThat(all(functions::list, 2))
        .extracting(FunctionEntry::name)
        .containsExactly("a", "b", "c");
  }

  @Test
  void tagsAreReplacedByKeyAndCounted() {
    var tags = database.tags();

    assertThat(tags.put("r", Map.of("a", "1", "b", "2"), 2).join()).isTrue();
    assertThat(tags.put("r", Map.of("c", "3"), 2).join()).isFalse();
    assertThat(tags.put("r", Map.of("a", "9"), 2).join()).isTrue();
    assertThat(tags.remove("r", List.of("b", "x")).join()).isEqualTo(1);

    assertThat(tags.list("r")).isEqualTo(Map.of("a", "9"));
  }
}
