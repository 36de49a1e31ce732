package dev.pawl.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell;
import dev.pawl.engine.execution.Moment;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file below {@code golden} is a definition, what happens to it, and the exact history the API
 * returns; one folder per section of the States Language. {@code -Dgolden.update=true} writes the
 * histories anew: then read the difference.
 */
class GoldenHistoryTest {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Path FILES = Path.of("src/test/resources/golden");
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:";

  @TestFactory
  Stream<DynamicTest> theHistoryIsExactlyThis() throws IOException {
    return Files.walk(FILES)
        .filter(file -> file.toString().endsWith(".json"))
        .sorted()
        .map(file ->
            dynamicTest(FILES.relativize(file).toString(), file.toUri(), () -> compare(file)));
  }

  private static void compare(Path file) throws Exception {
    var golden = GoldenCase.read(file);

    var history = history(golden);

    if (Boolean.getBoolean("golden.update")) {
      golden.update(history);
    } else {
      assertThat(lines(history)).isEqualTo(lines(golden.history()));
    }
  }

  /** Both sides are read from text, so that a number is the same however it was made. */
  private static String lines(ArrayNode history) throws JsonTextException {
    var lines = new ArrayList<String>();
    for (var event : history) {
      lines.add(Json.write(Json.parse(Json.write(event))));
    }
    return String.join("\n", lines);
  }

  private static ArrayNode history(GoldenCase golden) throws Exception {
    var view = new HistoryView("us-east-1", true);
    var history = JsonNodeFactory.instance.arrayNode();
    events(golden).stream().filter(HistoryView::isShown).map(view::toApi).forEach(history::add);
    return history;
  }

  private static List<Recorded> events(GoldenCase golden) throws Exception {
    var run = new Run(golden);
    run.decide(
        new Command.StartExecution(
            ARN + "execution:golden:case",
            "case",
            ARN + "stateMachine:golden",
            "definition",
            "arn:aws:iam::000000000000:role/golden",
            false,
            golden.input(),
            "seal",
            null));
    for (var step : golden.steps()) {
      run.now = run.now.plus(step.after());
      var refused =
          run.decide(step.command()) instanceof Decision.Rejected rejected
              ? rejected.reason().name()
              : null;
      assertThat(refused).as("whether %s is refused", step).isEqualTo(step.refused());
    }
    assertThat(Execution.none().evolve(run.events)).isEqualTo(run.execution);
    run.spans.check(run.events, run.execution);
    return run.events;
  }

  /** One execution on its way, and the time. */
  private static final class Run {
    private final GoldenCase golden;
    private final ExecutionShell<String> shell;
    private final List<Recorded> events = new ArrayList<>();
    private final SpansOfHistory spans = new SpansOfHistory();
    private Execution execution = Execution.none();
    private Instant now = BEGIN;

    Run(GoldenCase golden) {
      this.golden = golden;
      this.shell = new ExecutionShell<>(new Decider(golden.quotas()));
    }

    /** Decides a command, and goes on until there is nothing more to do. */
    Decision decide(Command command) throws Exception {
      shell.ask(at(command), "asker");
      var decision = turn().getFirst().decision();
      while (execution.mustContinue()) {
        shell.ask(new Command.Continue(), null);
        turn();
      }
      return decision;
    }

    private Command at(Command command) {
      return command instanceof Command.StartTask task
          ? new Command.StartTask(task.taskId(), task.workerName(), now)
          : command;
    }

    private List<ExecutionShell.Answer<String>> turn() throws Exception {
      var turn =
          shell.turn(
              golden.machine(),
              execution,
              new Moment(now, new SplittableRandom(1), golden::activityExists));
      events.addAll(turn.events());
      spans.stored(turn.before(), turn.events());
      execution = turn.after();
      return turn.answers();
    }
  }
}
