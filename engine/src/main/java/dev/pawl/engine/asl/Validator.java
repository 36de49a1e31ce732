package dev.pawl.engine.asl;

import java.util.List;

/** Says everything that is wrong with a definition, in AWS's words. */
public final class Validator {

  private Validator() {}

  /**
   * All findings of one pass over a definition in JSON; it is refused when one of them is an error.
   * Never throws: whatever the text is, the answer is a list.
   */
  public static List<Diagnostic> validate(String definition, MachineType type) {
    return DefinitionReader.read(definition, type).diagnostics();
  }

  /**
   * @param bytesMax how long the definition may be, in bytes of UTF-8
   */
  public static List<Diagnostic> validate(String definition, MachineType type, int bytesMax) {
    return DefinitionReader.read(definition, type, bytesMax).diagnostics();
  }
}
