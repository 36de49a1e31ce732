package dev.pawl.engine.expression;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSONata expression, parsed. There is no input document: it sees {@code $states} and the
 * variables. {@code $eval} does not exist.
 *
 * <p>An evaluation is bounded in steps (about a second's work), depth and memory; AWS's bounds are
 * one second, and the others unnamed. Immutable; any number of threads may evaluate it at once,
 * since everything that changes lives in a frame of its own.
 */
final class JsonataExpression {
  private static final int CHARS_MAX = 262_144;

  private final String text;
  private final Jsonata parsed;
  private final JsonataScope scope;

  private JsonataExpression(String text, Jsonata parsed, JsonataScope scope) {
    this.text = text;
    this.parsed = parsed;
    this.scope = scope;
  }

  static JsonataExpression parse(String text, @Nullable String location)
      throws IllegalExpressionException {
    // The library keeps its watchers in variables of these names.
    if (text.contains("__evaluate_") || text.length() > CHARS_MAX) {
      throw invalid("Invalid expression", location);
    }
    try {
      var parsed = Jsonata.jsonata(text);
      parsed.setValidateInput(false);
      parsed.setOutputConvertNulls(false);
      if (parsed.getErrors() != null && !parsed.getErrors().isEmpty()) {
        throw invalid(String.valueOf(parsed.getErrors().getFirst().getMessage()), location);
      }
      var scope = JsonataScope.of(JsonataTree.of(parsed));
      JsonataFunctions.registerIn(parsed);
      return new JsonataExpression(text, parsed, scope);
    } catch (IllegalExpressionException e) {
      throw new IllegalExpressionException(e.code(), e.getMessage(), location);
    } catch (JException e) {
      throw invalid(JsonataMessage.of(e), location);
    } catch (StackOverflowError e) {
      throw invalid("Expression is nested too deeply.", location);
    } catch (RuntimeException | Error e) {
      throw invalid("Invalid expression", location); // the library stumbled over it
    }
  }

  private static IllegalExpressionException invalid(String message, @Nullable String location) {
    return new IllegalExpressionException(
        IllegalExpressionException.INVALID_JSONATA_EXPRESSION, message, location);
  }

  /**
   * The value of the expression.
   *
   * @throws StatesError {@code States.QueryEvaluationError}, located at {@code field}
   */
  JsonNode evaluate(JsonataSurroundings surroundings, String field) {
    var evaluation = new JsonataEvaluation(surroundings.chance(), surroundings.effort(), scope);
    try {
      var value = evaluation.run(() -> parsed.evaluate(null, frame(surroundings, evaluation)));
      if (value == null) {
        throw failure(field, "returned nothing (undefined).");
      }
      return fitting(JsonataValues.node(value, evaluation.budget()));
    } catch (JsonataValues.NoJsonValue e) {
      throw failure(field, "returned an unsupported result type.");
    } catch (StackOverflowError e) {
      throw failure(field, "threw an error during evaluation: Stack overflow error");
    } catch (StatesError e) {
      throw e;
    } catch (RuntimeException | AssertionError e) {
      throw failure(field, thrown(e, surroundings));
    }
  }

  private static JsonNode fitting(JsonNode node) {
    if (node.isContainerNode() && !Bounds.fits(node)) {
      throw JsonataEvaluation.tooMuchMemory();
    }
    return node;
  }

  private Jsonata.Frame frame(JsonataSurroundings surroundings, JsonataEvaluation evaluation) {
    var frame = parsed.createFrame();
    for (var name : scope.mentioned()) {
      var value = surroundings.variable(name);
      if (value != null) {
        frame.bind(name, value);
      }
    }
    evaluation.watch(frame);
    return frame;
  }

  private static String thrown(Throwable thrown, JsonataSurroundings surroundings) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      switch (t) {
        case JsonataEvaluation.LimitExceeded limit -> {
          return "threw an error during evaluation: " + limit.reason();
        }
        case JsonataMessage.Told error -> {
          return "threw an error during evaluation. " + error.text();
        }
        case JException error -> {
          return "threw an error during evaluation" + JsonataMessage.withCode(error);
        }
        case StackOverflowError ignored -> {
          return "threw an error during evaluation: Stack overflow error";
        }
        default -> {}
      }
    }
    return "threw an internal error during evaluation. " + surroundings.chance().uuid();
  }

  private StatesError failure(String field, String what) {
    return StatesError.queryEvaluation(
        "The JSONata expression '%s' specified for the field '%s' %s".formatted(text, field, what),
        field);
  }

  String text() {
    return text;
  }

  Set<String> variableReferences() {
    return scope.free();
  }
}
