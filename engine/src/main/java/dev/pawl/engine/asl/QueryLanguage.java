package dev.pawl.engine.asl;

/** The language of a state's expressions. Spec, "Query Languages". */
public enum QueryLanguage {
  JSONPATH("JSONPath"),
  JSONATA("JSONata");

  private final String label;

  QueryLanguage(String label) {
    this.label = label;
  }

  /** The name as definitions write it. */
  public String label() {
    return label;
  }
}
