package dev.pawl.node.cli;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code pawl}. Without an option it explains itself. */
@Command(
    name = "pawl",
    description = "Runs AWS Step Functions and Lambda on your own machines.",
    mixinStandardHelpOptions = true,
    versionProvider = Pawl.Version.class)
public final class Pawl implements Runnable {

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Pawl());
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      // Only a jar knows its version; classes out of an IDE do not.
      var version = Pawl.class.getPackage().getImplementationVersion();
      return new String[] {"pawl " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
  }
}
