package dev.pawl.engine.execution;

import org.jspecify.annotations.Nullable;

/**
 * The definition that an execution runs, as its start event names it: a whole state machine, or the
 * processor of one of its distributed Map states.
 *
 * @param hash names the text of the definition
 * @param mapState the Map state whose processor is run; null for the machine itself
 */
public record PinnedDefinition(String hash, @Nullable String mapState) {
  private static final char SEPARATOR = '#';

  /** Reads {@code definitionHash} of a start event. */
  public static PinnedDefinition parse(String text) {
    var end = text.indexOf(SEPARATOR);
    return end < 0
        ? new PinnedDefinition(text, null)
        : new PinnedDefinition(text.substring(0, end), text.substring(end + 1));
  }

  /** The processor of a Map state, which may itself stand in another one's. */
  public PinnedDefinition processorOf(String state) {
    return new PinnedDefinition(hash, state);
  }

  /** As a start event holds it. */
  public String text() {
    return mapState == null ? hash : hash + SEPARATOR + mapState;
  }
}
