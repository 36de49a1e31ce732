package dev.pawl.persistence.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.persistence.TestDatabase;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class ReadsTest {

  private final TestDatabase test;
  private final Reads reads;

  ReadsTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    reads = new Reads(test.source());
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void whatIsThereIsRead() {
    assertThat(reads.first("SELECT 7 AS seven", row -> row.getInt("seven"))).contains(7);
  }

  @Test
  void aQueryThatTheDatabaseDoesNotKnowIsNoOutage() {
    assertThatThrownBy(() -> reads.list("SELECT nonsense FROM nowhere", row -> 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reads.list("SELECT 7 AS seven", row -> row.getInt("eight")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDatabaseThatIsGoneIsOne() {
    var nobody = new JdbcDataSource();
    nobody.setUrl("jdbc:h2:tcp://127.0.0.1:1/nobody-listens-here");

    assertThatThrownBy(() -> new Reads(nobody).list("SELECT 7 AS seven", row -> 1))
        .isInstanceOf(DatabaseUnavailableException.class);
  }
}
