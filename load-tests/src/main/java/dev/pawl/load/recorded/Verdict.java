package dev.pawl.load.recorded;

/** How a recording fared. */
sealed interface Verdict {

  /** Every compared answer is as recorded. */
  record Right() implements Verdict {}

  /** The first answer that is not. */
  record Wrong(Difference difference) implements Verdict {}

  /** It uses a service other than Step Functions and Lambda. */
  record OutOfScope(String service) implements Verdict {}

  /** In scope, but not replayed: what the test did cannot be told from the recording. */
  record NotReplayed(String why) implements Verdict {}
}
