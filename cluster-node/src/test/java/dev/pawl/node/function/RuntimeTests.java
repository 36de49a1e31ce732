package dev.pawl.node.function;

import java.util.Map;

/** What the tests of interpreters ask first. */
final class RuntimeTests {
  private RuntimeTests() {}

  static boolean has(Interpreters.Language language, String runtime) {
    try {
      Interpreters.ofThisMachine(Map.of()).find(language, runtime);
      return true;
    } catch (InvalidEntrypoint none) {
      return false;
    }
  }
}
