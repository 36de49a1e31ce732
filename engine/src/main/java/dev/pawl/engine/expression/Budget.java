package dev.pawl.engine.expression;

/**
 * How much work one evaluation may still do, counted in steps: expressions come from strangers. The
 * same expression over the same values ends the same way on every machine.
 */
final class Budget {
  private final Exhausted exhausted;
  private final Effort whole;
  private long steps;

  /** What is thrown when the steps are used up. */
  interface Exhausted {
    RuntimeException error();
  }

  /**
   * @param whole what it is part of, which may be used up before
   */
  Budget(long steps, Effort whole, Exhausted exhausted) {
    this.steps = steps;
    this.whole = whole;
    this.exhausted = exhausted;
  }

  void spend(long more) {
    steps -= more;
    if (!whole.spend(more) || steps < 0) {
      throw exhausted.error();
    }
  }

  /**
   * A text whose every look costs, so that a regular expression cannot backtrack for ever.
   *
   * @param price of a look, for what the expression may do between two of them
   */
  CharSequence metered(CharSequence text, long price) {
    return new MeteredText(text, price);
  }

  private final class MeteredText implements CharSequence {
    private final CharSequence text;
    private final long price;

    MeteredText(CharSequence text, long price) {
      this.text = text;
      this.price = price;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      spend(price);
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
