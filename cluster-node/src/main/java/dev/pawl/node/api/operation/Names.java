package dev.pawl.node.api.operation;

/**
 * Names of state machines, executions and activities. API reference, CreateStateMachine: {@code
 * name}.
 */
final class Names {

  private static final String FORBIDDEN = "<>{}[]?*\"#%\\^|~`$&,;:/";

  private Names() {}

  /** The name, if its characters are allowed; its length is a matter of its shape. */
  static String checked(String name) {
    if (name.codePoints().anyMatch(Names::isForbidden)) {
      throw StepFunctionsErrors.invalidName(name);
    }
    return name;
  }

  private static boolean isForbidden(int character) {
    return FORBIDDEN.indexOf(character) >= 0
        || Character.isISOControl(character)
        || Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || isHalfOfPair(character)
        || character >= 0xFFFE;
  }

  /** A surrogate without the other one, which no encoding has. */
  private static boolean isHalfOfPair(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }
}
