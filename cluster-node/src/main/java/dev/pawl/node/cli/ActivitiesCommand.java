package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Lists activities. */
@Command(
    name = "activities",
    description = "List activities, the work that your own workers poll for.",
    footer = "  pawl activities")
final class ActivitiesCommand extends NodeCommand {

  private static final int ACTIVITIES_MAX = 10_000;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var activities = aws.pages("ListActivities", AwsClient.object(), "activities", ACTIVITIES_MAX);
    if (json()) {
      var all = AwsClient.object();
      all.set("activities", activities);
      printJson(all);
      return ExitCode.OK;
    }
    var table = new Table("ACTIVITY", "CREATED", "ARN");
    activities.forEach(activity ->
        table.row(
            activity.path("name").asText(),
            Times.date(activity.path("creationDate")),
            activity.path("activityArn").asText()));
    if (table.isEmpty()) {
      print("No activities.");
    } else {
      table.print(out());
    }
    return ExitCode.OK;
  }
}
