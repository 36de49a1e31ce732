package dev.pawl.engine.search;

import java.util.Locale;
import java.util.Set;

/** The words that queries use for themselves, in any case. */
final class Words {

  static final String STATUS = "status";
  static final String NAME = "name";
  static final String STATE_MACHINE = "stateMachine";
  static final String VERSION = "version";
  static final String ALIAS = "alias";
  static final String START_DATE = "startDate";
  static final String STOP_DATE = "stopDate";

  private static final Set<String> RESERVED =
      Set.of(
          "status",
          "name",
          "statemachine",
          "version",
          "alias",
          "startdate",
          "stopdate",
          "and",
          "or",
          "not",
          "in",
          "startswith",
          "true",
          "false",
          "attribute",
          "type");

  private Words() {}

  static boolean isReserved(String word) {
    return RESERVED.contains(word.toLowerCase(Locale.ROOT));
  }
}
