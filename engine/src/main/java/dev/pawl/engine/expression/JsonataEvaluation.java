package dev.pawl.engine.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JLambda;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One evaluation under way in this thread: how much it may still do, and its time and chance. */
final class JsonataEvaluation {
  /** About a second's work. AWS: 1 s per expression. */
  static final long STEPS_MAX = 2_000_000;

  /** Nested calls; a thread's stack holds more. */
  static final int DEPTH_MAX = 500;

  static final int STRING_CHARS_MAX = 8 * 1024 * 1024;
  static final int LIST_ELEMENTS_MAX = 1_000_000;

  /** A bound was hit; the text is AWS's. */
  static final class LimitExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String reason;

    LimitExceeded(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private static final ThreadLocal<@Nullable JsonataEvaluation> CURRENT = new ThreadLocal<>();

  private final Budget budget;
  private final Chance chance;
  private final JsonataScope scope;
  private int depth;

  JsonataEvaluation(Chance chance, Effort effort, JsonataScope scope) {
    this.budget =
        new Budget(STEPS_MAX, effort, () -> new LimitExceeded("Expression evaluation timeout"));
    this.chance = chance;
    this.scope = scope;
  }

  static JsonataEvaluation current() {
    var current = CURRENT.get();
    if (current == null) {
      throw new AssertionError("no JSONata expression is being evaluated in this thread");
    }
    return current;
  }

  /** Lets a look into a value cost, if an expression takes it. */
  static void look() {
    var current = CURRENT.get();
    if (current != null) {
      current.budget.spend(1);
    }
  }

  Budget budget() {
    return budget;
  }

  Chance chance() {
    return chance;
  }

  interface Body {
    @Nullable Object run();
  }

  @Nullable Object run(Body body) {
    CURRENT.set(this);
    try {
      return body.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** Lets the library count every step into and out of the expressions of this frame. */
  void watch(Frame frame) {
    frame.setEvaluateEntryCallback((expr, input, env) -> enter());
    frame.setEvaluateExitCallback((expr, input, env, result) -> leave(expr, result));
  }

  private void enter() {
    budget.spend(1);
    if (++depth > DEPTH_MAX) {
      throw new LimitExceeded("Stack overflow error");
    }
  }

  private void leave(Object expr, @Nullable Object result) {
    depth--;
    measure(result);
    if (scope.transforms() || scope.isCompared(expr)) {
      // The transform operator copies by way of text, and a comparison may go through everything;
      // they ask nobody.
      weigh(result);
    }
    if (result != null && scope.isCalled(expr) && !isFunction(result)) {
      // The library would say the same, but first print the value on standard output.
      throw new JException("T1006", 0);
    }
  }

  private static boolean isFunction(Object value) {
    return value instanceof JFunction
        || value instanceof JLambda
        || value instanceof Pattern
        || Functions.isLambda(value);
  }

  /** The cost of a call: what it is given may be walked through. */
  void charge(List<?> arguments) {
    budget.spend(1);
    arguments.forEach(this::measure);
  }

  /** Refuses a value that grows too large, and makes a large one cost. */
  private void measure(@Nullable Object value) {
    switch (value) {
      case String string -> {
        tooLarge(string.length() > STRING_CHARS_MAX);
        budget.spend(string.length() >> 5);
      }
      case List<?> list -> {
        tooLarge(list.size() > LIST_ELEMENTS_MAX);
        budget.spend(list.size() >> 2);
      }
      case Map<?, ?> map -> {
        tooLarge(map.size() > LIST_ELEMENTS_MAX);
        budget.spend(map.size() >> 2);
      }
      case null, default -> {}
    }
  }

  /** Refuses a value whose text would be too long: the same element may stand in it many times. */
  void weigh(@Nullable Object value) {
    tooLarge(weight(value, 0) > STRING_CHARS_MAX);
  }

  private long weight(@Nullable Object value, long before) {
    if (before > STRING_CHARS_MAX || JsonataValues.isView(value)) {
      return before;
    }
    budget.spend(1);
    long weight = before + 2;
    switch (value) {
      case String string -> weight += string.length();
      case List<?> list -> {
        for (var element : list) {
          weight = weight(element, weight);
        }
      }
      case Map<?, ?> map -> {
        for (var element : map.values()) {
          weight = weight(element, weight);
        }
      }
      case null, default -> {}
    }
    return weight;
  }

  private static void tooLarge(boolean tooLarge) {
    if (tooLarge) {
      throw tooMuchMemory();
    }
  }

  static LimitExceeded tooMuchMemory() {
    return new LimitExceeded("Expression evaluation memory limit exceeded");
  }
}
