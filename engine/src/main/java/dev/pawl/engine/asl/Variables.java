package dev.pawl.engine.asl;

/** The names of the variables that an Assign field sets. Spec, "Variables". */
final class Variables {

  /** What no machine may assign: the reserved variable of JSONata. */
  static final String STATES = "states";

  private static final int NAME_LENGTH_MAX = 80;

  private Variables() {}

  /**
   * Checks the names in Assign and notes that this scope sets them.
   *
   * @param suffix what keys with an expression may end in: ".$" in JSONPath
   * @return whether there is an Assign field that can be read
   */
  static boolean readNames(Fields fields, String suffix) {
    var assign = fields.objectNode("Assign");
    assign.ifPresent(object ->
        object.fieldNames().forEachRemaining(key -> check(fields, withoutSuffix(key, suffix))));
    return assign.isPresent();
  }

  private static void check(Fields fields, String name) {
    var where = fields.at("Assign");
    if (name.equals(STATES)) {
      fields.error(
          Diagnostic.RESERVED_VARIABLE_NAME,
          "Cannot assign to reserved variable '$states'.",
          where);
    } else if (name.codePointCount(0, name.length()) > NAME_LENGTH_MAX) {
      invalid(fields, name, "exceeds the 80-character limit");
    } else if (!isIdentifier(name)) {
      invalid(fields, name, "contains invalid characters");
    } else {
      fields.scope().assigns(name, fields.stateName(), where);
    }
  }

  private static void invalid(Fields fields, String name, String why) {
    fields.error(
        Diagnostic.INVALID_VARIABLE_NAME,
        "Invalid variable name '%s': the variable name %s.".formatted(name, why),
        fields.at("Assign"));
  }

  // Unicode Standard Annex #31, with '_' as a start, as the AWS documentation has it.
  private static boolean isIdentifier(String name) {
    return !name.isEmpty()
        && (name.charAt(0) == '_' || Character.isUnicodeIdentifierStart(name.codePointAt(0)))
        && name.codePoints().allMatch(Variables::isPart);
  }

  private static boolean isPart(int codePoint) {
    return Character.isUnicodeIdentifierPart(codePoint)
        && !Character.isIdentifierIgnorable(codePoint);
  }

  private static String withoutSuffix(String key, String suffix) {
    return key.endsWith(suffix) ? key.substring(0, key.length() - suffix.length()) : key;
  }
}
