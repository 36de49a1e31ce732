package dev.pawl.engine.expression;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One look through an expression when it is read: which variables it takes from outside, and
 * whether it speaks of an input document, which there is none of. Also gives every regular
 * expression its bound.
 */
final class JsonataScope {
  private static final int DEPTH_MAX = 400;
  private static final Set<String> COMPARISONS = Set.of("=", "!=", "in");

  private final Set<String> free = new TreeSet<>();
  private final Set<String> mentioned = new HashSet<>();
  private final Set<Object> called = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Object> compared = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable IllegalExpressionException refusal;
  private boolean transforms;
  private int depth;

  /** The names that are bound at a place: those of its own block or function, and those around. */
  private record Bound(Set<String> own, @Nullable Bound outer) {
    Bound(@Nullable Bound outer) {
      this(new HashSet<>(), outer);
    }

    void add(String name) {
      own.add(name);
    }

    boolean contains(String name) {
      for (@Nullable Bound scope = this; scope != null; scope = scope.outer) {
        if (scope.own.contains(name)) {
          return true;
        }
      }
      return false;
    }
  }

  private JsonataScope() {}

  static JsonataScope of(JsonataTree root) throws IllegalExpressionException {
    var scope = new JsonataScope();
    scope.visit(root, new Bound(null), true);
    if (scope.refusal != null) {
      throw scope.refusal;
    }
    return scope;
  }

  /** The variables the expression does not bind itself. */
  Set<String> free() {
    return free;
  }

  /** Every variable it mentions. */
  Set<String> mentioned() {
    return mentioned;
  }

  /** Whether the transform operator occurs. */
  boolean transforms() {
    return transforms;
  }

  /** Whether the value of this node of the tree is called as a function. */
  boolean isCalled(Object symbol) {
    return called.contains(symbol);
  }

  /** Whether the value of this node of the tree is one side of a comparison of whole values. */
  boolean isCompared(Object symbol) {
    return compared.contains(symbol);
  }

  private void visit(@Nullable JsonataTree node, Bound bound, boolean top) {
    if (node == null) {
      return;
    }
    if (++depth > DEPTH_MAX) {
      refuse(
          IllegalExpressionException.INVALID_JSONATA_EXPRESSION,
          "Expression is nested too deeply.");
      depth--;
      return;
    }
    switch (node.type()) {
      case "path" -> path(node, bound, top);
      case "variable" -> variable(String.valueOf(node.value()), bound, top);
      case "name", "wildcard", "descendant" -> name(node, top);
      case "regex" -> regex(node);
      case "bind" -> bind(node, bound, top);
      case "lambda" -> lambda(node, bound);
      case "block" -> all(node.children("expressions"), new Bound(bound), top);
      case "transform" -> {
        transforms = true;
        visit(node.child("pattern"), bound, false);
        visit(node.child("update"), bound, false);
        visit(node.child("delete"), bound, false);
      }
      default -> operands(node, bound, top);
    }
    rest(node, bound);
    depth--;
  }

  private void operands(JsonataTree node, Bound bound, boolean top) {
    var procedure = node.child("procedure");
    if (procedure != null && node.type().equals("function")) {
      called.add(procedure.symbol());
    }
    if (COMPARISONS.contains(String.valueOf(node.value()))) {
      for (var side : List.of("lhs", "rhs")) {
        Optional.ofNullable(node.child(side)).ifPresent(child -> compared.add(child.symbol()));
      }
    }
    for (var name :
        List.of("lhs", "rhs", "expression", "condition", "then", "_else", "procedure")) {
      visit(node.child(name), bound, top);
    }
    for (var name : List.of("expressions", "lhsObject", "arguments", "rhsTerms")) {
      all(node.children(name), bound, top);
    }
    for (var term : node.children("terms")) {
      visit(term.child("expression"), bound, false);
    }
  }

  /** What may hang on any node and is evaluated for the values that it gives. */
  private void rest(JsonataTree node, Bound bound) {
    for (var name : List.of("predicate", "stages")) {
      for (var stage : node.children(name)) {
        if (stage.type().equals("index")) {
          bound.add(String.valueOf(stage.value()));
        } else {
          visit(stage.child("expr"), bound, false);
        }
      }
    }
    var group = node.child("group");
    if (group != null) {
      all(group.children("lhsObject"), bound, false);
    }
  }

  private void path(JsonataTree node, Bound bound, boolean top) {
    boolean first = true;
    for (var step : node.children("steps")) {
      for (var name : List.of("focus", "index")) {
        if (step.value(name) instanceof String variable) {
          bound.add(variable);
        }
      }
      visit(step, bound, top && first);
      first = false;
    }
  }

  private void all(List<JsonataTree> nodes, Bound bound, boolean top) {
    nodes.forEach(node -> visit(node, bound, top));
  }

  private void name(JsonataTree node, boolean top) {
    if (top) {
      topLevel(String.valueOf(node.value()));
    }
  }

  private void variable(String name, Bound bound, boolean top) {
    if (name.equals("$") && top) {
      refuse(
          IllegalExpressionException.INVALID_JSONATA_EXPRESSION,
          "Reference to '$$' at the top level is not supported.");
    } else if (name.isEmpty() && top) {
      topLevel("$");
    } else if (!name.isEmpty() && !name.equals("$")) {
      mentioned.add(name);
      if (!bound.contains(name) && !JsonataFunctions.isBuiltIn(name) && !name.equals("states")) {
        free.add(name);
      }
    }
  }

  private void topLevel(String reference) {
    refuse(
        IllegalExpressionException.UNSUPPORTED_JSONATA_EXPRESSION,
        "Reference to '" + reference + "' at the top level is not supported.");
  }

  private void bind(JsonataTree node, Bound bound, boolean top) {
    var target = node.child("lhs");
    var name = target == null ? "" : String.valueOf(target.value());
    var value = node.child("rhs");
    if (value != null && value.type().equals("lambda")) {
      bound.add(name); // a function may call itself
    }
    visit(value, bound, top);
    bound.add(name);
  }

  private void lambda(JsonataTree node, Bound bound) {
    var inside = new Bound(bound);
    node.children("arguments").forEach(argument -> inside.add(String.valueOf(argument.value())));
    visit(node.child("body"), inside, false);
  }

  private void regex(JsonataTree node) {
    if (node.value() instanceof Pattern pattern) {
      var price = RegexCost.of(pattern);
      if (price.isEmpty()) {
        refuse(
            IllegalExpressionException.INVALID_JSONATA_EXPRESSION,
            "The regular expression can match in too many ways.");
      }
      node.replaceValue(new JsonataRegex(pattern, price.orElse(RegexCost.MAX)));
    }
  }

  private void refuse(String code, String message) {
    if (refusal == null) {
      refusal = new IllegalExpressionException(code, message, null);
    }
  }
}
