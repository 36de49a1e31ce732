package dev.pawl.load;

import dev.pawl.load.benchmark.Benchmark;
import dev.pawl.load.benchmark.Ceiling;
import dev.pawl.load.benchmark.Comparison;
import dev.pawl.load.benchmark.Loop;
import dev.pawl.load.benchmark.Signals;
import dev.pawl.load.benchmark.Sleep;
import dev.pawl.load.chaos.Chaos;
import dev.pawl.load.corpus.Corpus;
import dev.pawl.load.recorded.Recorded;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program of the load tests: drives nodes from outside, through their AWS port. */
@Command(
    name = "pawl-load",
    mixinStandardHelpOptions = true,
    description = "Load and comparison for Pawl, from outside.",
    subcommands = {
      Benchmark.class,
      Ceiling.class,
      Chaos.class,
      Comparison.class,
      Corpus.class,
      Loop.class,
      Recorded.class,
      Signals.class,
      Sleep.class
    })
public final class PawlLoad {

  private PawlLoad() {}

  public static void main(String[] args) {
    var commandLine = new CommandLine(new PawlLoad()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(commandLine.execute(args));
  }
}
