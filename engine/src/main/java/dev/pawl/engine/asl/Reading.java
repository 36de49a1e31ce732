package dev.pawl.engine.asl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is found out while one definition is read: its problems, names and references. */
final class Reading {

  /** A definition with more findings than this has had its lesson. */
  static final int DIAGNOSTICS_MAX = 1000;

  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<String> stateNames = new HashSet<>();
  private final Set<String> labels = new HashSet<>();
  private final List<FlowScope> scopes = new ArrayList<>();
  private final Map<String, SortedSet<String>> references = new LinkedHashMap<>();
  private QueryLanguage queryLanguage = QueryLanguage.JSONPATH;
  private boolean hasErrors;

  /** The language of the whole machine. */
  QueryLanguage queryLanguage() {
    return queryLanguage;
  }

  void machineSpeaks(QueryLanguage language) {
    queryLanguage = language;
  }

  void add(Diagnostic diagnostic) {
    if (diagnostics.size() < DIAGNOSTICS_MAX) {
      diagnostics.add(diagnostic);
    } else if (diagnostic.isError() && !hasErrors) {
      diagnostics.set(DIAGNOSTICS_MAX - 1, diagnostic); // no number of warnings hides an error
    }
    hasErrors |= diagnostic.isError();
  }

  void addScope(FlowScope scope) {
    scopes.add(scope);
  }

  /** False when another state, in whatever scope, has the name already. */
  boolean claimStateName(String name) {
    return stateNames.add(name);
  }

  /** False when another Map has the label already. */
  boolean claimLabel(String label) {
    return labels.add(label);
  }

  /** A state reads these variables; {@code $states} is none of a machine's own. */
  void refer(String state, Set<String> variables) {
    for (var variable : variables) {
      if (!variable.equals(Variables.STATES)) {
        references.computeIfAbsent(state, name -> new TreeSet<>()).add(variable);
      }
    }
  }

  /** Checks that must wait until everything is read. */
  void finish() {
    scopes.forEach(scope -> scope.checkAssignments(this));
  }

  boolean hasErrors() {
    return hasErrors;
  }

  List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  Map<String, List<String>> variableReferences() {
    var sorted = new LinkedHashMap<String, List<String>>();
    references.forEach((state, variables) -> sorted.put(state, List.copyOf(variables)));
    return sorted;
  }
}
