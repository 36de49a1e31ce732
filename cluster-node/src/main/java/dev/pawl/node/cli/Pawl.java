package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.NodeUnreachable;
import dev.pawl.node.cli.client.UnknownName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code pawl}. Without an option it explains itself; errors are one line and an {@link
 * ExitCode}.
 */
@Command(
    name = "pawl",
    description = "Runs AWS Step Functions and Lambda on your own machines.",
    mixinStandardHelpOptions = true,
    versionProvider = Pawl.Version.class,
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%n",
    footer = {
      "Begin with:",
      "  pawl demo                             two real workflows, and a crash in the middle",
      "  pawl dev                              a node on port 4566",
      "  pawl cluster --nodes 3                three of them, to kill",
      "  pawl deploy examples/order-processing",
      "  pawl COMMAND --help                   what a command does, with examples",
      "",
      "Exit codes: 0 done; 1 done, and the answer is bad; 2 wrong usage; 3 refused by the node;",
      "4 no node answers; 5 something on this machine is in the way; 70 a mistake in Pawl;",
      "75 a node was given up by the others."
    },
    subcommands = {
      DemoCommand.class,
      DevCommand.class,
      ClusterCommand.class,
      ServeCommand.class,
      ValidateCommand.class,
      TestCommand.class,
      DeployCommand.class,
      StartCommand.class,
      ListCommand.class,
      SearchCommand.class,
      BulkCommand.class,
      AttributesCommand.class,
      DescribeCommand.class,
      HistoryCommand.class,
      StopCommand.class,
      RedriveCommand.class,
      MigrateCommand.class,
      ExportCommand.class,
      ReplayCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      SignalCommand.class,
      ExplainCommand.class,
      MachinesCommand.class,
      LimitsCommand.class,
      ActivitiesCommand.class,
      FunctionsCommand.class,
      InvokeCommand.class,
      LogsCommand.class,
      BackupCommand.class,
      RestoreCommand.class
    })
public final class Pawl implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run() is called
  private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Pawl())
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command))
        .setParameterExceptionHandler(Pawl::misused)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Nothing is parsed yet that could say whether a program reads along. */
  private static int misused(ParameterException e, String[] args) {
    var command = e.getCommandLine();
    if (List.of(args).contains("--json")) {
      command.getErr().println(error(e, String.valueOf(e.getMessage())));
    } else {
      command.getErr().println("pawl: " + e.getMessage());
      command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    command.getErr().flush();
    return ExitCode.USAGE;
  }

  private static ObjectNode error(Exception e, String message) {
    return JsonNodeFactory.instance.objectNode().put("error", name(e)).put("message", message);
  }

  private static int failed(Exception e, CommandLine command) {
    var options = command.getCommand() instanceof PawlCommand pawl ? pawl : null;
    var err = command.getErr();
    if (options != null && options.json()) {
      err.println(error(e, sentence(e)));
    } else {
      err.println("pawl: " + (e instanceof AwsError ? name(e) + ": " : "") + sentence(e));
    }
    if (options != null && options.verbose()) {
      e.printStackTrace(err);
    }
    err.flush();
    return exitCode(e);
  }

  private static String name(Exception e) {
    return e instanceof AwsError aws ? aws.code() : e.getClass().getSimpleName();
  }

  private static String sentence(Exception e) {
    var message = Objects.requireNonNullElse(e.getMessage(), "");
    return switch (e) {
      case NoSuchFileException missing -> "Expected a file at " + message + ", but there is none.";
      case AwsError aws -> message;
      case CommandFailure failure -> message;
      case UnknownName unknown -> message;
      case NodeUnreachable unreachable -> message;
      case IOException io -> io.getClass().getSimpleName() + ": " + message;
      default -> "a mistake in Pawl itself: " + e + "   (--verbose shows where)";
    };
  }

  private static int exitCode(Exception e) {
    return switch (e) {
      case CommandFailure failure -> failure.exitCode();
      case AwsError aws -> ExitCode.REFUSED;
      case UnknownName unknown -> ExitCode.REFUSED;
      case NodeUnreachable unreachable -> ExitCode.UNREACHABLE;
      case IOException io -> ExitCode.LOCAL;
      default -> ExitCode.BUG;
    };
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
