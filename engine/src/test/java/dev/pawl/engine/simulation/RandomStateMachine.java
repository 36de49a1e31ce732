package dev.pawl.engine.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Definitions drawn from a seed: all eight state types, nested, in both query languages, and now
 * and then one that fails when it runs. Every state keeps the members {@code n}, {@code list} and
 * {@code s} of its input, so that any other can use them. Loops count upwards, so that every
 * execution ends if those outside do their part.
 */
final class RandomStateMachine {
  private static final Map<Integer, StateMachine> KNOWN = new ConcurrentHashMap<>();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEPTH_MAX = 2;
  private static final String ACCOUNT = ":us-east-1:000000000000:";

  private final RandomGenerator random;
  private final boolean isJsonata;
  private int names;

  private RandomStateMachine(RandomGenerator random) {
    this.random = random;
    this.isJsonata = random.nextInt(3) == 0;
  }

  /** The machine of that number, in every life the same. */
  static StateMachine number(int number) {
    return KNOWN.computeIfAbsent(number, key -> parsed(definition(key)));
  }

  static String definition(int number) {
    return Json.write(new RandomStateMachine(new SplittableRandom(number)).machine());
  }

  static StateMachine parsed(String definition) {
    try {
      return StateMachine.parse(definition);
    } catch (InvalidDefinitionException e) {
      throw new AssertionError("Expected a valid definition: " + definition, e);
    }
  }

  private ObjectNode machine() {
    var machine = flow(0);
    if (isJsonata) {
      machine.put("QueryLanguage", "JSONata");
    }
    if (random.nextInt(12) == 0) {
      machine.put("TimeoutSeconds", 1 + random.nextInt(100));
    }
    return machine;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  // ---- flows

  private ObjectNode flow(int depth) {
    var flow = JSON.objectNode();
    var names = new ArrayList<String>();
    var count = 1 + random.nextInt(depth == 0 ? 6 : 3);
    for (int i = 0; i < count + 2; i++) {
      names.add("S" + ++this.names);
    }
    flow.put("StartAt", names.getFirst());
    var states = flow.putObject("States");
    states.set(names.getFirst(), counting(depth, names.get(1)));
    for (int i = 1; i <= count; i++) {
      states.set(names.get(i), state(depth, names, i));
    }
    states.set(names.getLast(), last());
    return flow;
  }

  /** Counts how often it is passed, and assigns a variable. */
  private ObjectNode counting(int depth, String next) {
    var pass = JSON.objectNode().put("Type", "Pass").put("Next", next);
    if (isJsonata) {
      pass.putObject("Output")
          .put("n", "{% $states.input.n + 1 %}")
          .put("list", "{% $states.input.list %}")
          .put("s", "{% $uuid() %}");
      pass.putObject("Assign").put("v" + depth, "{% $states.input.n %}");
    } else {
      pass.putObject("Parameters")
          .put("n.$", "States.MathAdd($.n, 1)")
          .put("list.$", "$.list")
          .put("s.$", "States.UUID()");
      pass.putObject("Assign").put("v" + depth + ".$", "$.n");
    }
    return pass;
  }

  private ObjectNode last() {
    return switch (random.nextInt(8)) {
      case 0 ->
          JSON.objectNode().put("Type", "Fail").put("Error", "Rude").put("Cause", "It was so.");
      case 1, 2 -> JSON.objectNode().put("Type", "Succeed");
      default -> JSON.objectNode().put("Type", "Pass").put("End", true);
    };
  }

  private ObjectNode state(int depth, List<String> names, int index) {
    var next = names.get(index + 1);
    var state =
        switch (random.nextInt(depth < DEPTH_MAX ? 10 : 7)) {
          case 0 -> pass(depth, next);
          case 1 -> await(next);
          case 2 -> choice(names, index);
          case 3, 4, 5, 6 -> task(depth, names, index);
          case 7 -> parallel(depth, names, index);
          default -> map(depth, names, index);
        };
    return state;
  }

  // ---- states

  private ObjectNode pass(int depth, String next) {
    var pass = JSON.objectNode().put("Type", "Pass").put("Next", next);
    if (isJsonata) {
      pass.put(
          "Output",
          oneIn(12)
              ? "{% $states.input.missing %}"
              : "{% $merge([$states.input, {'v': $v" + depth + "}]) %}");
    } else if (oneIn(12)) {
      pass.put("InputPath", "$.missing");
    } else {
      pass.putObject("Parameters").put("v.$", "$v" + depth).put("name.$", "$$.State.Name");
      pass.put("ResultPath", "$.p");
    }
    return pass;
  }

  private ObjectNode await(String next) {
    var wait = JSON.objectNode().put("Type", "Wait").put("Next", next);
    switch (random.nextInt(4)) {
      case 0 -> wait.put("Timestamp", oneIn(2) ? "2020-01-01T00:00:00Z" : "2026-01-01T00:00:10Z");
      case 1 -> {
        if (isJsonata) {
          wait.put("Seconds", "{% $states.input.n %}");
        } else {
          wait.put("SecondsPath", "$.n");
        }
      }
      default -> wait.put("Seconds", random.nextInt(12));
    }
    return wait;
  }

  private ObjectNode choice(List<String> names, int index) {
    var choice = JSON.objectNode().put("Type", "Choice");
    var rules = choice.putArray("Choices");
    var goOn = names.get(index + 1);
    rule(rules, 2 + random.nextInt(3), oneIn(2) ? names.getFirst() : goOn);
    if (!oneIn(12)) {
      choice.put("Default", goOn);
    } else {
      rule(rules, 3, goOn);
    }
    return choice;
  }

  private void rule(ArrayNode rules, int below, String next) {
    var rule = rules.addObject().put("Next", next);
    if (isJsonata) {
      rule.put("Condition", "{% $states.input.n < " + below + " %}");
    } else {
      rule.put("Variable", "$.n").put("NumericLessThan", below);
    }
  }

  private ObjectNode task(int depth, List<String> names, int index) {
    var task = JSON.objectNode().put("Type", "Task").put("Next", names.get(index + 1));
    switch (random.nextInt(5)) {
      case 0 -> {
        task.put("Resource", "arn:aws:states" + ACCOUNT + "activity:work");
        // A worker may die with its task, so there must be an end to waiting.
        task.put("TimeoutSeconds", 30 + random.nextInt(60));
        if (oneIn(2)) {
          task.put("HeartbeatSeconds", 2 + random.nextInt(20));
        }
      }
      case 1 -> task.put("Resource", "arn:aws:lambda" + ACCOUNT + "function:f");
      case 2 -> service(task, "lambda:invoke", false);
      case 3 -> service(task, "lambda:invoke.waitForTaskToken", true);
      default -> {
        task.put("Resource", "arn:aws:states:::states:startExecution.sync");
        task.putObject(isJsonata ? "Arguments" : "Parameters")
            .put("StateMachineArn", "arn:aws:states" + ACCOUNT + "stateMachine:child");
      }
    }
    if (!task.has("TimeoutSeconds") && oneIn(4)) {
      task.put("TimeoutSeconds", 3 + random.nextInt(20));
    }
    keep(task, "r");
    if (oneIn(6)) {
      assign(task, "w" + depth);
    }
    recover(task, names, index);
    return task;
  }

  private void service(ObjectNode task, String action, boolean withToken) {
    task.put("Resource", "arn:aws:states:::" + action);
    var parameters =
        task.putObject(isJsonata ? "Arguments" : "Parameters").put("FunctionName", "f");
    var payload = parameters.putObject("Payload");
    if (isJsonata) {
      payload.put("n", "{% $states.input.n %}");
      if (withToken) {
        payload.put("token", "{% $states.context.Task.Token %}");
      }
    } else {
      payload.put("n.$", oneIn(15) ? "$.missing" : "$.n");
      if (withToken) {
        payload.put("token.$", "$$.Task.Token");
      }
    }
  }

  private ObjectNode parallel(int depth, List<String> names, int index) {
    var parallel = JSON.objectNode().put("Type", "Parallel").put("Next", names.get(index + 1));
    var branches = parallel.putArray("Branches");
    var count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      branches.add(flow(depth + 1));
    }
    keep(parallel, "b");
    recover(parallel, names, index);
    return parallel;
  }

  private ObjectNode map(int depth, List<String> names, int index) {
    var map = JSON.objectNode().put("Type", "Map").put("Next", names.get(index + 1));
    var processor = flow(depth + 1);
    map.set("ItemProcessor", processor);
    if (oneIn(6)) {
      distribute(map, processor);
    }
    if (oneIn(2)) {
      map.put("MaxConcurrency", random.nextInt(3));
    }
    var selector = map.putObject("ItemSelector");
    if (isJsonata) {
      map.put("Items", oneIn(15) ? "{% $states.input.s %}" : "{% $states.input.list %}");
      selector.put("n", "{% $states.context.Map.Item.Index %}").put("s", "item");
    } else {
      map.put("ItemsPath", oneIn(15) ? "$.s" : "$.list");
      selector.put("n.$", "$$.Map.Item.Index").put("s", "item");
    }
    selector.putArray("list").add(random.nextInt(3)).add("two");
    keep(map, "m");
    recover(map, names, index);
    return map;
  }

  /** Each item becomes an execution of its own. */
  private void distribute(ObjectNode map, ObjectNode processor) {
    processor
        .putObject("ProcessorConfig")
        .put("Mode", "DISTRIBUTED")
        .put("ExecutionType", "STANDARD");
    switch (random.nextInt(4)) {
      case 0 -> map.put("ToleratedFailureCount", random.nextInt(3));
      case 1 -> map.put("ToleratedFailurePercentage", random.nextInt(101));
      default -> {}
    }
  }

  // ---- what they share

  private void keep(ObjectNode state, String member) {
    if (isJsonata) {
      state.put(
          "Output",
          oneIn(20)
              ? "{% $states.result.missing.x %}"
              : "{% $merge([$states.input, {'" + member + "': $states.result}]) %}");
    } else {
      state.put("ResultPath", oneIn(10) ? "$.s.x" : "$." + member);
    }
  }

  private void assign(ObjectNode state, String variable) {
    if (isJsonata) {
      state.putObject("Assign").put(variable, "{% $states.result %}");
    } else {
      state.putObject("Assign").put(variable + ".$", "$");
    }
  }

  private void recover(ObjectNode state, List<String> names, int index) {
    if (oneIn(2)) {
      var retriers = state.putArray("Retry");
      if (oneIn(2)) {
        retrier(retriers, "Rude", "Tired");
      }
      retrier(retriers, oneIn(3) ? "States.TaskFailed" : "States.ALL");
    }
    if (oneIn(2)) {
      var catcher = state.putArray("Catch").addObject();
      catcher.putArray("ErrorEquals").add(oneIn(3) ? "States.TaskFailed" : "States.ALL");
      catcher.put("Next", names.get(index + 1 + random.nextInt(names.size() - index - 1)));
      if (isJsonata) {
        catcher.put(
            "Output",
            oneIn(20)
                ? "{% $nothing %}"
                : "{% $merge([$states.input, {'e': $states.errorOutput}]) %}");
      } else {
        catcher.put("ResultPath", oneIn(20) ? "$.s.x" : "$.e");
      }
    }
  }

  private void retrier(ArrayNode retriers, String... errors) {
    var retrier = retriers.addObject();
    var names = retrier.putArray("ErrorEquals");
    for (var error : errors) {
      names.add(error);
    }
    retrier.put("IntervalSeconds", random.nextInt(4));
    retrier.put("MaxAttempts", random.nextInt(3));
    retrier.put("BackoffRate", 1 + random.nextInt(3) / 2.0);
    if (oneIn(2)) {
      retrier.put("JitterStrategy", "FULL");
    }
    if (oneIn(3)) {
      retrier.put("MaxDelaySeconds", 5);
    }
  }
}
