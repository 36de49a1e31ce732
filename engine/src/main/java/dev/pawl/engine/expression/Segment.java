package dev.pawl.engine.expression;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One step of a JSONPath. A definite step leads to one place at most. */
sealed interface Segment {
  boolean definite();

  /** The step in the bracket notation of Jayway's messages. */
  String fragment();

  /** {@code .name}, {@code ['name']}, {@code ['one','other']}. */
  record Property(List<String> names) implements Segment {
    public Property {
      names = List.copyOf(names);
    }

    String name() {
      return names.getFirst();
    }

    boolean single() {
      return names.size() == 1;
    }

    @Override
    public boolean definite() {
      return single();
    }

    @Override
    public String fragment() {
      return names.stream().map(n -> "'" + n + "'").collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** {@code [0]}, {@code [-1]}, {@code [0,2]}. */
  record Index(List<Integer> indexes) implements Segment {
    public Index {
      indexes = List.copyOf(indexes);
    }

    @Override
    public boolean definite() {
      return indexes.size() == 1;
    }

    @Override
    public String fragment() {
      return indexes.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** {@code [1:3]}, either end may be missing or negative. */
  record Slice(@Nullable Integer from, @Nullable Integer to) implements Segment {
    @Override
    public boolean definite() {
      return false;
    }

    @Override
    public String fragment() {
      return "[" + (from == null ? "" : from) + ":" + (to == null ? "" : to) + "]";
    }
  }

  /** {@code .*}, {@code [*]}. */
  record Wildcard() implements Segment {
    @Override
    public boolean definite() {
      return false;
    }

    @Override
    public String fragment() {
      return "[*]";
    }
  }

  /** {@code ..}: the step after it is tried everywhere below. */
  record Scan() implements Segment {
    @Override
    public boolean definite() {
      return false;
    }

    @Override
    public String fragment() {
      return "..";
    }
  }

  /** {@code [?(@.price < 10)]}. */
  record Select(Filter filter) implements Segment {
    @Override
    public boolean definite() {
      return false;
    }

    @Override
    public String fragment() {
      return "[?]";
    }
  }
}
