package dev.pawl.engine.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the steps of a JSONPath: the language of Jayway's JsonPath without its functions, which AWS
 * refuses, and without what Jayway lets pass though it is malformed.
 */
final class PathParser {
  static final int SEGMENTS_MAX = 500;

  private final Cursor cursor;

  PathParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /** The steps from here on, until something that cannot be a step. */
  List<Segment> segments() throws IllegalExpressionException {
    var segments = new ArrayList<Segment>();
    while (cursor.sees('.') || cursor.sees('[')) {
      if (cursor.take("..")) {
        segments.add(new Segment.Scan());
        segments.add(cursor.sees('[') ? bracket() : dotted());
      } else if (cursor.take(".[")) {
        cursor.back();
        segments.add(bracket());
      } else if (cursor.take(".")) {
        segments.add(dotted());
      } else {
        segments.add(bracket());
      }
      if (segments.size() > SEGMENTS_MAX) {
        throw cursor.malformed();
      }
    }
    return List.copyOf(segments);
  }

  private Segment dotted() throws IllegalExpressionException {
    if (cursor.take("*")) {
      return new Segment.Wildcard();
    }
    var name = cursor.takeWhile(PathParser::isNameChar);
    if (name.isEmpty() || cursor.sees('(')) {
      throw cursor.malformed();
    }
    return new Segment.Property(List.of(name));
  }

  private static boolean isNameChar(char c) {
    return c > ' ' && ".[]()'\",{}?*<>=!&|;".indexOf(c) < 0 && !Character.isWhitespace(c);
  }

  private Segment bracket() throws IllegalExpressionException {
    cursor.expect('[');
    cursor.skipSpace();
    Segment segment;
    if (cursor.take("*")) {
      segment = new Segment.Wildcard();
    } else if (cursor.take("?")) {
      segment = new Segment.Select(filter());
    } else if (cursor.sees('\'') || cursor.sees('"')) {
      segment = new Segment.Property(names());
    } else {
      segment = numbers();
    }
    cursor.skipSpace();
    cursor.expect(']');
    return segment;
  }

  private Filter filter() throws IllegalExpressionException {
    cursor.skipSpace();
    cursor.expect('(');
    var filter = new FilterParser(cursor).filter();
    cursor.skipSpace();
    cursor.expect(')');
    return filter;
  }

  private List<String> names() throws IllegalExpressionException {
    var names = new ArrayList<String>();
    do {
      cursor.skipSpace();
      names.add(cursor.quoted());
      cursor.skipSpace();
    } while (cursor.take(","));
    return names;
  }

  private Segment numbers() throws IllegalExpressionException {
    if (cursor.take(":")) {
      cursor.skipSpace();
      return new Segment.Slice(null, cursor.integer());
    }
    int first = cursor.integer();
    cursor.skipSpace();
    if (cursor.take(":")) {
      cursor.skipSpace();
      return new Segment.Slice(first, cursor.sees(']') ? null : cursor.integer());
    }
    var indexes = new ArrayList<Integer>();
    indexes.add(first);
    while (cursor.take(",")) {
      cursor.skipSpace();
      indexes.add(cursor.integer());
      cursor.skipSpace();
    }
    return new Segment.Index(indexes);
  }
}
