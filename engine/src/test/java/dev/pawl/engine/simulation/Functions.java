package dev.pawl.engine.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.TaskToken;
import dev.pawl.engine.json.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The functions and services that tasks call. Those that were given a task token answer later, and
 * may be asked twice.
 */
final class Functions {
  private static final int LARGE = 2_000;

  private final World world;
  private final List<Held> held = new ArrayList<>();

  private final Map<String, String> asked = new HashMap<>();

  /** A token somebody has, and the answer that is under way. */
  private static final class Held {
    final TaskToken token;
    final Request answer;

    Held(TaskToken token, Request answer) {
      this.token = token;
      this.answer = answer;
    }
  }

  Functions(World world) {
    this.world = world;
  }

  /** The call happens, and this is its answer. */
  Command call(String arn, Effect.CallTask call) {
    if (call.target().runsAJob() || call.target().waitsForTaskToken() && world.below(5) > 0) {
      var token = TaskToken.parse(call.taskToken()).orElseThrow();
      held.add(new Held(token, new Request(arn, answer(world, arn, token.taskId(), token.seal()))));
      return new Command.SubmitTask(call.taskId(), Payload.ofStoredText("{\"submitted\":true}"));
    }
    return answer(world, arn, call.taskId(), null);
  }

  /** An answer like no other: its number is in its output or cause. */
  static Command answer(
      World world, String arn, long taskId, @org.jspecify.annotations.Nullable String seal) {
    var random = world.random();
    var number = "answer-" + world.nextNumber();
    world.functions().asked.put(number, arn + "#" + taskId);
    return switch (random.nextInt(8)) {
      case 0 -> new Command.FailTask(taskId, error(random), number, seal);
      case 1 -> new Command.FailTask(taskId, "States.TaskFailed", number, seal);
      default -> new Command.SucceedTask(taskId, output(random, number), seal);
    };
  }

  private static String error(RandomGenerator random) {
    return List.of("Rude", "Tired", "Lambda.TooManyRequestsException").get(random.nextInt(3));
  }

  private static Payload output(RandomGenerator random, String number) {
    var output = JsonNodeFactory.instance.objectNode();
    output.put("answer", number);
    output.put("n", random.nextInt(5));
    if (random.nextInt(30) == 0) {
      output.put("large", "x".repeat(LARGE));
    }
    return Payload.of(output);
  }

  /** The attempt that an answer was given for. */
  String askedFor(String answer) {
    return String.valueOf(asked.get(answer));
  }

  void act() {
    if (!held.isEmpty()) {
      var some = world.oneOf(held);
      if (!some.answer.isAnswered() || world.below(10) == 0) {
        ask(some.answer);
      }
    }
  }

  /** Everybody who holds a token answers, until it is heard. */
  boolean finish() {
    held.removeIf(some -> some.answer.isAnswered());
    held.forEach(some -> ask(some.answer));
    return !held.isEmpty();
  }

  private void ask(Request request) {
    world.send(request.executionArn(), new Message.Ask(request.command(), request));
  }
}
