package dev.pawl.node.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.node.function.Interpreters.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which interpreter runs a function, with scripts in their stead. */
class InterpretersTest {
  @TempDir Path directory;

  private void put(String name, String script) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String find(String runtime) throws InvalidEntrypoint {
    Language language = runtime.startsWith("python") ? Language.PYTHON : Language.NODEJS;
    return new Interpreters(Map.of(), List.of(directory)).find(language, runtime).command();
  }

  @Test
  void theVeryVersionThenTheNearestNewerThenTheNewest() throws Exception {
    put("python3.10", "echo 3.10 ten");
    put("python3.11", "echo 3.11 eleven");
    put("python3.13", "echo 3.13 thirteen");

    assertEquals("eleven", find("python3.11"));
    assertEquals("thirteen", find("python3.12"));
    assertEquals("thirteen", find("python3.14"));
    assertEquals("ten", find("python3.9"));
  }

  @Test
  void aNameThatDoesNotRunIsPassedOver() throws Exception {
    put("python3.12", "echo 'not here' >&2; exit 127");
    put("python3", "echo 3.11 eleven");

    assertEquals("eleven", find("python3.12"));
  }

  @Test
  void forNodejsTheMajorVersionCounts() throws Exception {
    put("node", "echo 20.11.1 twenty");
    put("node22", "echo 22.1.0 twenty-two");

    assertEquals("twenty", find("nodejs20.x"));
    assertEquals("twenty-two", find("nodejs22.x"));
  }

  @Test
  void theConfiguredOneIsTaken() throws Exception {
    put("mine", "echo 3.9 mine");
    Map<String, String> configured = Map.of("python3.12", directory.resolve("mine").toString());

    assertEquals(
        "mine",
        new Interpreters(configured, List.of()).find(Language.PYTHON, "python3.12").command());
  }

  @Test
  void whereThereIsNoneItIsSaidWhatWasLookedForAndWhere() throws Exception {
    put("python3", "echo 3.6 too-old");

    InvalidEntrypoint e = assertThrows(InvalidEntrypoint.class, () -> find("python3.12"));

    assertTrue(
        e.text().contains("interpreter for python3.12: looked for python3*, version 3.8 or newer"),
        e.text());
    assertTrue(e.text().contains(directory.toString()), e.text());
  }
}
