package dev.pawl.engine.search;

/**
 * A piece of a text query.
 *
 * @param text of a text in quotation marks, what stands between them, decoded
 * @param position of its first character, from 1
 */
record Token(Kind kind, String text, int position) {

  enum Kind {
    /** A name, number, time or ARN. */
    WORD,
    /** Text in quotation marks. */
    TEXT,
    /** Anything else: {@code = != < <= > >= ( ) ,} */
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  /** As errors name it. */
  String shown() {
    return switch (kind) {
      case END -> "its end";
      case TEXT -> "the text \"" + shortened() + "\"";
      case WORD, SIGN -> "'" + shortened() + "'";
    };
  }

  private String shortened() {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
