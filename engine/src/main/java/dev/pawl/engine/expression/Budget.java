package dev.pawl.engine.expression;

/**
 * How much work one evaluation may still do, counted in steps: expressions come from strangers. The
 * same expression over the same values ends the same way on every machine.
 */
final class Budget {
  private final Exhausted exhausted;
  private long steps;

  /** What is thrown when the steps are used up. */
  interface Exhausted {
    RuntimeException error();
  }

  Budget(long steps, Exhausted exhausted) {
    this.steps = steps;
    this.exhausted = exhausted;
  }

  void spend(long more) {
    steps -= more;
    if (steps < 0) {
      throw exhausted.error();
    }
  }

  /** A text whose every look costs, so that a regular expression cannot backtrack for ever. */
  CharSequence metered(CharSequence text) {
    return new MeteredText(text);
  }

  private final class MeteredText implements CharSequence {
    private final CharSequence text;

    MeteredText(CharSequence text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--steps < 0) {
        throw exhausted.error();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
