package dev.pawl.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import dev.pawl.persistence.journal.Rows;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class RoleCatalogTest {

  private static final String ARN = "arn:aws:iam::000000000000:role/r";
  private static final RoleEntry ROLE =
      new RoleEntry("r", "/", "AROA1", null, "{}", 3_600, null, Rows.START);

  private final TestDatabase test;
  private final Database database;
  private final RoleCatalog roles;

  RoleCatalogTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    database = test.open();
    roles = database.roles();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @Test
  void aRoleIsCreatedOnceAndChanged() {
    assertThat(roles.create(ROLE, ARN, Map.of("a", "b")).join()).isTrue();
    assertThat(roles.create(ROLE, ARN, Map.of()).join()).isFalse();
    assertThat(roles.find("r")).contains(ROLE);

    assertThat(roles.update("r", "new", null).join()).isTrue();
    assertThat(roles.updateAssumeRolePolicy("r", "{\"a\":1}").join()).isTrue();
    assertThat(roles.update("gone", "new", null).join()).isFalse();

    assertThat(roles.list("", 10))
        .containsExactly(
            new RoleEntry("r", "/", "AROA1", "new", "{\"a\":1}", 3_600, null, Rows.START));
    assertThat(roles.list("r", 10)).isEmpty();
  }

  @Test
  void aRoleGoesWithItsTagsWhenItsPoliciesHaveGone() {
    roles.create(ROLE, ARN, Map.of("a", "b")).join();
    assertThat(roles.putPolicy("r", "p", "{}").join()).isTrue();
    assertThat(roles.putPolicy("r", "p", "{\"b\":1}").join()).isTrue();
    assertThat(roles.putPolicy("gone", "p", "{}").join()).isFalse();
    assertThat(roles.attach("r", "arn:aws:iam::aws:policy/x").join()).isTrue();
    assertThat(roles.attach("gone", "arn:aws:iam::aws:policy/x").join()).isFalse();

    assertThat(roles.policies("r")).containsExactly("p");
    assertThat(roles.policy("r", "p")).contains("{\"b\":1}");
    assertThat(roles.delete("r", ARN).join()).isEqualTo(RoleCatalog.Deletion.HAS_ATTACHMENTS);
    assertThat(roles.detach("r", "arn:aws:iam::aws:policy/x").join()).isTrue();
    assertThat(roles.delete("r", ARN).join()).isEqualTo(RoleCatalog.Deletion.HAS_POLICIES);
    assertThat(roles.deletePolicy("r", "p").join()).isTrue();
    assertThat(roles.delete("r", ARN).join()).isEqualTo(RoleCatalog.Deletion.DELETED);
    assertThat(roles.delete("r", ARN).join()).isEqualTo(RoleCatalog.Deletion.ABSENT);
    assertThat(database.tags().list(ARN)).isEmpty();
  }

  @Test
  void aLogGroupIsCreatedOnceAndKeptSoLong() {
    var groups = database.logGroups();
    var group = new LogGroupEntry("/g", null, Rows.START);
    assertThat(groups.create(group, "arn:g", Map.of("a", "b")).join()).isTrue();
    assertThat(groups.create(group, "arn:g", Map.of()).join()).isFalse();

    assertThat(groups.retain("/g", 7).join()).isTrue();
    assertThat(groups.find("/g")).contains(new LogGroupEntry("/g", 7, Rows.START));
    assertThat(groups.retain("/g", null).join()).isTrue();
    assertThat(groups.list(10)).containsExactly(group);
    assertThat(groups.delete("/g", "arn:g").join()).isTrue();
    assertThat(groups.delete("/g", "arn:g").join()).isFalse();
    assertThat(database.tags().list("arn:g")).isEmpty();
  }
}
