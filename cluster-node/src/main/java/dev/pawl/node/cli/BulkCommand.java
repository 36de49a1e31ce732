package dev.pawl.node.cli;

import picocli.CommandLine.Command;

/** Bulk operations: one command for each thing to do with them. */
@Command(
    name = "bulk",
    description = "Do the same to all executions that a query finds.",
    subcommands = {
      BulkStartCommand.Stop.class,
      BulkStartCommand.Redrive.class,
      BulkListCommand.class,
      BulkWatchCommand.class,
      BulkCancelCommand.class
    },
    footer = {
      "  pawl bulk stop --query 'stateMachine = order-processing and status = RUNNING' --dry-run",
      "  pawl bulk redrive --query 'status = FAILED and startDate > 2026-11-30' --max-per-second"
          + " 20",
      "  pawl bulk list",
      "  pawl bulk watch ID",
      "  pawl bulk cancel ID"
    })
final class BulkCommand extends PawlCommand {

  @Override
  public Integer call() {
    print("Say what to do: pawl bulk stop, redrive, list, watch or cancel; --help says more.");
    return ExitCode.USAGE;
  }
}
