package dev.pawl.engine.asl;

import java.util.List;
import java.util.stream.Collectors;

/** A definition was refused; the message is the one of AWS's InvalidDefinition error. */
public final class InvalidDefinitionException extends Exception {

  private final transient List<Diagnostic> diagnostics;

  InvalidDefinitionException(List<Diagnostic> diagnostics) {
    super(messageOf(diagnostics));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** All findings, warnings included. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  private static String messageOf(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(Diagnostic::toString)
        .collect(Collectors.joining(", ", "Invalid State Machine Definition: '", "'"));
  }
}
