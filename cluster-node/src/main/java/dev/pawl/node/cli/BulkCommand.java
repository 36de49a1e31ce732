package dev.pawl.node.cli;

import picocli.CommandLine.Command;

/** Bulk operations: one command for each thing to do with them. */
@Command(
    name = "bulk",
    description = {
      "Do the same to all executions that a query finds.",
      "",
      "Exits with 1 if it failed, was cancelled, or was refused by some of them."
    },
    subcommands = {
      BulkStartCommand.Stop.class,
      BulkStartCommand.Redrive.class,
      BulkStartCommand.Pause.class,
      BulkStartCommand.Resume.class,
      BulkStartCommand.Migrate.class,
      BulkListCommand.class,
      BulkWatchCommand.class,
      BulkCancelCommand.class
    },
    footer = {
      "  pawl bulk stop --query 'stateMachine = order-processing and status = RUNNING' --dry-run",
      "  pawl bulk redrive --query 'status = FAILED and startDate > 2026-11-30' --max-per-second"
          + " 20",
      "  pawl bulk pause --query 'customerId = \"A-17\"' --reason 'is it a fraud?'",
      "  pawl bulk migrate --query 'stateMachine = order-processing and status = RUNNING'",
      "  pawl bulk list",
      "  pawl bulk watch ID",
      "  pawl bulk cancel ID"
    })
final class BulkCommand extends PawlCommand {

  @Override
  public Integer call() {
    throw new CommandFailure(
        ExitCode.USAGE,
        "Expected one of stop, redrive, pause, resume, migrate, list, watch and cancel, but found"
            + " nothing. See: pawl bulk --help");
  }
}
