package dev.pawl.node.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class QuarantineTest {

  private static final String ARN = "arn:aws:states:us-east-1:000000000000:execution:m:e";
  private static final int FAILURES = 5;

  private final Quarantine quarantine =
      new Quarantine(
          ExecutionSettings.from(ConfigFactory.load().getConfig("pawl.execution")),
          Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

  @Test
  void whatFailsByItselfAgainAndAgainIsSetAside() {
    fail(FAILURES - 1, new IllegalStateException("a mistake"));
    assertThat(quarantine.until(ARN)).isEmpty();

    fail(1, new IllegalStateException("a mistake"));
    assertThat(quarantine.until(ARN)).contains(Instant.parse("2026-01-01T00:01:00Z"));
  }

  @Test
  void aDatabaseThatIsAwayIsNotTheExecutionsFault() {
    var away = new DatabaseUnavailableException("away", new SQLException("gone"));

    fail(10 * FAILURES, new IllegalStateException("while deciding", away));

    assertThat(quarantine.until(ARN)).isEmpty();
  }

  private void fail(int times, RuntimeException failure) {
    for (var i = 0; i < times; i++) {
      assertThatThrownBy(() ->
              quarantine.guard(
                  ARN,
                  () -> {
                    throw failure;
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage(failure.getCause() == null ? failure.getMessage() : "gone");
    }
  }
}
