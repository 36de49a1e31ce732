package dev.pawl.node.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {
  @Test
  void theUsersOwnMayBeSet() {
    assertEquals(
        Optional.empty(), EnvironmentVariables.problem(Map.of("TABLE_NAME", "t", "PATH", "/bin")));
  }

  @Test
  void reservedOnesAreNamed() {
    assertEquals(
        Optional.of(
            "Lambda was unable to configure your environment variables because the environment variables"
                + " you have provided contains reserved keys that are currently not supported for"
                + " modification. Reserved keys used in this request: AWS_REGION, _HANDLER"),
        EnvironmentVariables.problem(Map.of("AWS_REGION", "x", "_HANDLER", "y", "A1", "z")));
  }

  @Test
  void fourKilobytesAreTheLimitAndTheyAreMeasuredAsJson() {
    String most = "x".repeat(EnvironmentVariables.BYTES_MAX - "{\"AB\":\"\"}".length());

    assertEquals(Optional.empty(), EnvironmentVariables.problem(Map.of("AB", most)));
    assertTrue(
        EnvironmentVariables.problem(Map.of("AB", most + "x"))
            .orElseThrow()
            .endsWith("exceeded the 4KB limit. String measured: {\"AB\":\"" + most + "x\"}"));
  }

  @Test
  void namesAreCheckedAndNullCharactersToo() {
    assertTrue(EnvironmentVariables.problem(Map.of("1A", "")).isPresent());
    assertTrue(EnvironmentVariables.problem(Map.of("A-B", "")).isPresent());
    assertTrue(EnvironmentVariables.problem(Map.of("AB", "a\0b")).isPresent());
  }
}
