package dev.pawl.engine.search;

import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text query into its pieces. */
final class Tokens {

  private static final String WORD_SIGNS = "_-.:/+#";
  private static final List<String> SIGNS = List.of("!=", "<=", ">=", "=", "<", ">", "(", ")", ",");

  private final String query;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String query) {
    this.query = query;
  }

  /** The pieces, and the end as the last one. */
  static List<Token> of(String query) throws IllegalQueryException {
    var cut = new Tokens(query);
    cut.cut();
    return List.copyOf(cut.tokens);
  }

  private void cut() throws IllegalQueryException {
    while (at < query.length()) {
      char next = query.charAt(at);
      if (Character.isWhitespace(next)) {
        at++;
      } else if (next == '"') {
        text();
      } else if (isOfWord(next)) {
        word();
      } else {
        sign();
      }
    }
    tokens.add(new Token(Token.Kind.END, "", at + 1));
  }

  private void text() throws IllegalQueryException {
    var begin = at;
    at++;
    while (at < query.length() && query.charAt(at) != '"') {
      at += query.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= query.length()) {
      throw IllegalQueryException.at(begin + 1, "a text that ends with '\"'", "no end of it");
    }
    at++;
    try {
      var text = Json.parse(query.substring(begin, at)).textValue();
      tokens.add(new Token(Token.Kind.TEXT, text, begin + 1));
    } catch (JsonTextException e) {
      throw IllegalQueryException.at(
          begin + 1, "a text in quotation marks as JSON writes it", query.substring(begin, at));
    }
  }

  private void word() {
    var begin = at;
    while (at < query.length() && isOfWord(query.charAt(at))) {
      at++;
    }
    tokens.add(new Token(Token.Kind.WORD, query.substring(begin, at), begin + 1));
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || WORD_SIGNS.indexOf(c) >= 0;
  }

  private void sign() throws IllegalQueryException {
    for (var sign : SIGNS) {
      if (query.startsWith(sign, at)) {
        tokens.add(new Token(Token.Kind.SIGN, sign, at + 1));
        at += sign.length();
        return;
      }
    }
    throw IllegalQueryException.at(
        at + 1, "a name, a value, an operator or a parenthesis", "'" + query.charAt(at) + "'");
  }
}
