package dev.pawl.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.ChoiceState;
import dev.pawl.engine.asl.Completion;
import dev.pawl.engine.asl.FailState;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.ParallelState;
import dev.pawl.engine.asl.PassState;
import dev.pawl.engine.asl.Recoverable;
import dev.pawl.engine.asl.Sight;
import dev.pawl.engine.asl.State;
import dev.pawl.engine.asl.SucceedState;
import dev.pawl.engine.asl.TaskState;
import dev.pawl.engine.asl.WaitState;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.TaskTarget;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.expression.Effort;
import dev.pawl.engine.expression.Environment;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.trial.TrialOutcome.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One state tried on its own (API reference, "TestState"). Pure: a Task without a mock says what is
 * to be called, and is told the answer.
 *
 * <p>A Wait state does not wait. Nothing is written anywhere.
 */
public final class Trial {

  /** How a trial goes on. */
  public sealed interface Step {

    record Ended(TrialOutcome outcome) implements Step {}

    /** Somebody is to be called; the answer goes to {@link #succeeded} or {@link #failed}. */
    record Call(
        TaskTarget target,
        Payload parameters,
        OptionalInt timeoutSeconds,
        @Nullable String credentialsRoleArn)
        implements Step {}
  }

  /** How much of the inputs of iterations is shown, in bytes; an answer would not hold more. */
  private static final long SHOWN_BYTES_MAX = 1_048_576;

  private final TrialRequest request;
  private final State state;
  private final Chance chance;
  private final ObjectNode inspectionData = JsonNodeFactory.instance.objectNode();
  private final ObjectNode context;

  private Trial(TrialRequest request, State state, ObjectNode context, Chance chance) {
    this.request = request;
    this.state = state;
    this.context = context;
    this.chance = chance;
  }

  /**
   * Checks what is asked.
   *
   * @throws InvalidDefinitionException if the definition is refused
   * @throws IllegalTrialException if the rest of the request does not fit it, or itself
   */
  public static Trial of(TrialRequest request, TrialPlace place, Chance chance)
      throws InvalidDefinitionException, IllegalTrialException {
    var subject = Subject.of(request.definition(), request.stateName());
    TrialChecks.check(request, subject.state());
    var hasToken = TrialChecks.hasToken(subject.state());
    var given = request.context();
    var context =
        given == null
            ? TrialContext.invented(request, subject, hasToken, place, chance)
            : TrialContext.checked(given, hasToken);
    if (subject.inMap()) {
      setItem(context, 0, request.input().node());
    }
    return new Trial(request, subject.state(), context, chance);
  }

  private static void setItem(ObjectNode context, int index, JsonNode value) {
    context.putObject("Map").putObject("Item").put("Index", index).set("Value", value);
  }

  /** Runs the state as far as it goes without the outside world. */
  public Step begin() throws IllegalTrialException {
    show("input", request.input());
    try {
      return switch (state) {
        case PassState pass -> ended(pass.complete(sight()), pass.next());
        case SucceedState succeed -> ended(succeed.complete(sight()), Optional.empty());
        case WaitState waiting -> {
          waiting.until(sight(), chance.now());
          yield ended(waiting.complete(sight()), waiting.next());
        }
        case ChoiceState choice -> {
          var chosen = choice.choose(sight());
          yield ended(chosen.completion(), Optional.of(chosen.next()));
        }
        case FailState fail -> {
          var failure = fail.failure(sight());
          yield new Step.Ended(failed(failure.error(), failure.cause()));
        }
        case TaskState task -> call(task);
        case ParallelState ignored -> mocked();
        case MapState map -> iterate(map);
      };
    } catch (StatesError error) {
      return new Step.Ended(failed(error));
    } catch (StackOverflowError error) {
      return new Step.Ended(failed(StatesError.tooDeep()));
    }
  }

  private TrialOutcome failed(StatesError error) {
    return failed(error.error(), error.causeText());
  }

  private Step call(TaskState task) {
    var parameters = task.arguments(sight());
    var timeout = task.timeoutSeconds(sight());
    task.heartbeatSeconds(sight());
    var role = task.credentialsRoleArn(sight()).orElse(null);
    return request.mock() != null
        ? mocked()
        : new Step.Call(TaskTarget.of(task.resource()), parameters, timeout, role);
  }

  private Step iterate(MapState map) throws IllegalTrialException {
    var read = request.configuration().mapItemReaderData();
    var items = map.distribution().itemReader().isEmpty() ? map.items(sight()) : items(read);
    if (map.selectsItems() && items != null) {
      show("afterItemSelector", selected(map, items));
    }
    inspectionData.put("maxConcurrency", map.maxConcurrency(sight()));
    var tolerance = map.tolerance(sight());
    tolerance.failureCount().ifPresent(count -> inspectionData.put("toleratedFailureCount", count));
    tolerance
        .failurePercentage()
        .ifPresent(percentage -> inspectionData.put("toleratedFailurePercentage", percentage));
    var failed = request.configuration().mapIterationFailureCount();
    if (failed == null) {
      return mocked();
    }
    var total = items == null ? mockedItems() : map.itemCount(items);
    if (failed > total) {
      throw new IllegalTrialException(
          "Map iteration failure count must be less than or equal to the number of Map iterations");
    }
    // Recorded: without a limit of its own the state keeps its mocked result.
    var limited = tolerance.failureCount().isPresent() || tolerance.failurePercentage().isPresent();
    return limited && tolerance.isExceededBy(failed, total)
        ? new Step.Ended(
            failed(
                "States.ExceedToleratedFailureThreshold",
                "The specified tolerated failure threshold was exceeded"))
        : mocked();
  }

  private static @Nullable Payload items(@Nullable JsonNode read) {
    return read == null ? null : Payload.of(read);
  }

  private int mockedItems() {
    return request.mock() instanceof Mock.Result result ? result.payload().node().size() : 0;
  }

  private Payload selected(MapState map, Payload items) {
    var inputs = JsonNodeFactory.instance.arrayNode();
    var effort = new Effort(); // of all items together
    var bytes = 0L;
    for (var i = 0; i < map.itemCount(items) && bytes <= SHOWN_BYTES_MAX; i++) {
      var item = map.item(items, i);
      var surroundings = JsonNodeFactory.instance.objectNode();
      surroundings.setAll(context);
      setItem(surroundings, i, item.value());
      var input =
          map.itemInput(new Sight(request.input(), environment(surroundings, effort)), item);
      bytes += input.utf8Bytes();
      inputs.add(input.node());
    }
    return Payload.of(inputs);
  }

  private Step mocked() {
    return new Step.Ended(
        switch (Objects.requireNonNull(request.mock())) {
          case Mock.Result result -> succeeded(result.payload());
          case Mock.ErrorOutput error -> failed(error.error(), error.cause());
        });
  }

  /** The work of the state has ended well. */
  public TrialOutcome succeeded(Payload result) {
    if (state instanceof TaskState) {
      show("result", result);
    }
    try {
      return switch (state) {
        case TaskState task -> left(task.complete(sight(), result), task.next());
        case ParallelState parallel -> left(parallel.complete(sight(), result), parallel.next());
        case MapState map -> left(map.complete(sight(), result), map.next());
        default -> throw new AssertionError("Expected a state with a result, but it is " + state);
      };
    } catch (StatesError error) {
      return failed(error);
    } catch (StackOverflowError error) {
      return failed(StatesError.tooDeep());
    }
  }

  /** The work of the state has failed, or the state itself. */
  public TrialOutcome failed(@Nullable String error, @Nullable String cause) {
    var name = error == null ? "" : error;
    // Spec, "Errors": States.Runtime is never retried or caught.
    if (state instanceof Recoverable recoverable && !name.equals("States.Runtime")) {
      return recovered(recoverable, name, error, cause);
    }
    return outcome(Status.FAILED, null, error, cause, null, Map.of());
  }

  private TrialOutcome recovered(
      Recoverable recoverable, String name, @Nullable String error, @Nullable String cause) {
    var tried = request.configuration().retrierRetryCount();
    for (var i = 0; i < recoverable.retriers().size(); i++) {
      var retrier = recoverable.retriers().get(i);
      if (retrier.matches(name)) {
        var details = errorDetails().put("retryIndex", i);
        if (tried < retrier.maxAttempts()) {
          details.put(
              "retryBackoffIntervalSeconds", retrier.delay(tried, chance.random()).toSeconds());
          return outcome(Status.RETRIABLE, null, error, cause, null, Map.of());
        }
        break;
      }
    }
    return caught(recoverable, name, error, cause);
  }

  private TrialOutcome caught(
      Recoverable recoverable, String name, @Nullable String error, @Nullable String cause) {
    for (var i = 0; i < recoverable.catchers().size(); i++) {
      var catcher = recoverable.catchers().get(i);
      if (catcher.matches(name)) {
        errorDetails().put("catchIndex", i);
        var errorOutput = JsonNodeFactory.instance.objectNode();
        errorOutput.put("Error", error).put("Cause", cause);
        try {
          var completion = catcher.complete(sight(), Payload.of(errorOutput));
          return outcome(
              Status.CAUGHT_ERROR,
              completion.output(),
              error,
              cause,
              catcher.next(),
              completion.assigned());
        } catch (StatesError failure) {
          return outcome(Status.FAILED, null, failure.error(), failure.causeText(), null, Map.of());
        } catch (StackOverflowError failure) {
          return failed(StatesError.tooDeep());
        }
      }
    }
    return outcome(Status.FAILED, null, error, cause, null, Map.of());
  }

  private ObjectNode errorDetails() {
    return inspectionData.withObject("/errorDetails");
  }

  private Step ended(Completion completion, Optional<String> next) {
    return new Step.Ended(left(completion, next));
  }

  private TrialOutcome left(Completion completion, Optional<String> next) {
    if (completion.output().utf8Bytes() > Quotas.STRICT.payloadBytesMax()) {
      return failed(
          "States.DataLimitExceeded",
          "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
              .formatted(state.name()));
    }
    return outcome(
        Status.SUCCEEDED,
        completion.output(),
        null,
        null,
        next.orElse(null),
        completion.assigned());
  }

  private TrialOutcome outcome(
      Status status,
      @Nullable Payload output,
      @Nullable String error,
      @Nullable String cause,
      @Nullable String nextState,
      Map<String, JsonNode> assigned) {
    var variables = new LinkedHashMap<>(request.variables());
    variables.putAll(assigned);
    if (!variables.isEmpty()) {
      var node = JsonNodeFactory.instance.objectNode();
      node.setAll(variables);
      inspectionData.put("variables", Json.write(node));
    }
    return new TrialOutcome(status, output, error, cause, nextState, inspectionData);
  }

  private void show(String step, Payload payload) {
    inspectionData.put(step, payload.text());
  }

  private Sight sight() {
    return new Sight(request.input(), environment(context), this::show);
  }

  private Environment environment(ObjectNode surroundings) {
    return environment(surroundings, new Effort());
  }

  private Environment environment(ObjectNode surroundings, Effort effort) {
    return new Environment(surroundings, request.variables(), chance, effort);
  }
}
