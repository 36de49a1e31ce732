package dev.pawl.node.cli;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Playback;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.rehearsal.RehearsalHalted;
import dev.pawl.engine.replay.Verification;
import dev.pawl.engine.replay.WhatIf;
import dev.pawl.node.cli.deploy.DefinitionFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an exported execution locally, step by step. Needs no node. */
@Command(
    name = "replay",
    description = {
      "Run an exported execution on this machine, step by step: each event, and what it changes.",
      "",
      "Then all is decided anew from the same answers, and compared: exits with 1 if the history"
          + " would be another one today. With --definition it says where another definition would"
          + " have gone another way."
    },
    footer = {
      "  pawl replay A-1001.json",
      "  pawl replay A-1001.json --to 12 --interactive",
      "  pawl replay A-1001.json --quiet --definition order-processing.asl.json"
    })
final class ReplayCommand extends PawlCommand {

  private static final Duration WHAT_IF_MAX = Duration.ofMinutes(1);

  @Parameters(paramLabel = "FILE", description = "What 'pawl export' has written.")
  private Path file = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "EVENT",
      description = "Show events up to that id. Default: all")
  private long to = Long.MAX_VALUE;

  @Option(
      names = {"-i", "--interactive"},
      description = "Wait for Enter after each event; q ends.")
  private boolean interactive;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no events, only what came of it.")
  private boolean quiet;

  @Option(
      names = "--definition",
      paramLabel = "DEFINITION",
      description = "Another definition (JSON or YAML) to be given the same answers.")
  private @Nullable Path definition;

  @Override
  public Integer call() throws IOException {
    if (interactive && quiet) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Expected --interactive or --quiet, but found both: there is nothing to wait for.");
    }
    var exported = ExportedExecution.read(file);
    if (!quiet) {
      show(exported);
    }
    var same = verify(exported);
    if (definition != null) {
      whatIf(exported, definition);
    }
    return same ? ExitCode.OK : ExitCode.BAD_ANSWER;
  }

  // ---- step by step

  private void show(ExportedExecution exported) throws IOException {
    var playback = new Playback();
    var keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var recorded : exported.events()) {
      if (recorded.id() > to) {
        return;
      }
      var step = playback.next(recorded);
      if (json()) {
        printJsonLine(ReplayLine.json(step));
      } else {
        ReplayLine.of(step).forEach(this::print);
      }
      if (interactive && "q".equals(keys.readLine())) {
        return;
      }
    }
  }

  // ---- decided anew

  private boolean verify(ExportedExecution exported) {
    Verification.Outcome outcome;
    try {
      outcome = Verification.of(exported.events(), exported::machine, exported.quotas());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.LOCAL, String.valueOf(e.getMessage()), e);
    }
    var status = outcome.execution().status().name();
    var known = exported.execution().path("status").asText();
    var same = outcome.isSame() && status.equals(known);
    if (json()) {
      printJsonLine(ReplayLine.json(outcome, same));
      return same;
    }
    for (var difference : outcome.differences()) {
      print(
          "other     "
              + where(difference.recorded())
              + ": "
              + ReplayLine.shortened(difference.recorded().event().toString()));
      print("  now     " + ReplayLine.shortened(String.valueOf(difference.now())));
    }
    if (!status.equals(known)) {
      print(
          "other     Expected the events to end as %s, but they end as %s."
              .formatted(known, status));
    }
    print(
        "%s  %d events decided anew, %d taken as recorded, %d by chance, %d otherwise; %s"
            .formatted(
                same ? "the same" : "OTHER   ",
                outcome.decided(),
                outcome.taken(),
                outcome.byChance(),
                outcome.differences().size(),
                status));
    return same;
  }

  private static String where(Recorded recorded) {
    return recorded.id() == 0 ? "at " + recorded.at() : "event " + recorded.id();
  }

  // ---- what if

  private void whatIf(ExportedExecution exported, Path other) throws IOException {
    var until = System.nanoTime() + WHAT_IF_MAX.toNanos();
    try {
      var machine =
          StateMachine.parse(
              DefinitionFile.read(other).json(), MachineType.STANDARD, Integer.MAX_VALUE);
      tellWhatIf(WhatIf.of(exported.events(), machine, () -> System.nanoTime() > until), other);
    } catch (InvalidDefinitionException e) {
      throw new CommandFailure(
          ExitCode.BAD_ANSWER,
          "Expected a valid definition at %s, but: %s".formatted(other, e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.LOCAL,
          "Expected a definition at %s, but: %s".formatted(other, e.getMessage()),
          e);
    } catch (RehearsalHalted halted) {
      throw new CommandFailure(ExitCode.LOCAL, String.valueOf(halted.getMessage()), halted);
    }
  }

  private void tellWhatIf(WhatIf whatIf, Path other) {
    var performance = whatIf.performance();
    if (json()) {
      printJsonLine(ReplayLine.json(whatIf));
      return;
    }
    print(
        "what if   %s: %s"
            .formatted(
                other,
                whatIf.goesElsewhere()
                    ? "another way after %d states".formatted(whatIf.common())
                    : "the same way"));
    print("  then    " + ReplayLine.path(whatIf.recorded(), whatIf.common()));
    print("  now     " + ReplayLine.path(performance.path(), whatIf.common()));
    print(
        "  ends    "
            + performance.status()
            + end(performance.output(), performance.error(), performance.cause()));
  }

  private static String end(
      @Nullable Object output, @Nullable String error, @Nullable String cause) {
    return output != null
        ? " with " + ReplayLine.shortened(output.toString())
        : " with %s: %s".formatted(error, cause);
  }
}
