package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;

/** Is told what each field of a state makes of its data: the inspection data of TestState. */
@FunctionalInterface
public interface Inspection {

  /** Nobody looks. */
  Inspection NONE = (step, payload) -> {};

  /**
   * @param step as the API names it: {@code afterInputPath}, {@code afterResultSelector} …
   */
  void saw(String step, Payload payload);
}
