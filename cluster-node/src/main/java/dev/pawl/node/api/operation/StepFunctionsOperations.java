package dev.pawl.node.api.operation;

import dev.pawl.engine.trial.TrialPlace;
import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.execution.Launches;
import dev.pawl.persistence.catalog.ActivityCatalog;
import dev.pawl.persistence.catalog.AliasCatalog;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.Tags;
import dev.pawl.persistence.catalog.VersionCatalog;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.MapRunChildren;
import dev.pawl.persistence.limit.PermitTable;
import java.time.InstantSource;
import java.util.List;

/** The operations of Step Functions that Pawl offers. */
public final class StepFunctionsOperations {

  /** What they are made of. */
  public record Parts(
      StateMachineCatalog stateMachines,
      VersionCatalog versions,
      AliasCatalog aliases,
      Tags tags,
      ActivityCatalog activities,
      ExecutionIndex index,
      ExecutionHistories histories,
      ExecutionDoor executions,
      ActivityDoor tasks,
      MapRunChildren mapRunChildren,
      MapRunDoor mapRuns,
      PermitTable permits,
      InstantSource clock) {}

  private StepFunctionsOperations() {}

  public static List<Operation> of(ApiSettings settings, OperationRunner runner, Parts parts) {
    var arns = new Arns(settings.account(), settings.region());
    var pages = new Pages(parts.clock());
    var quotas = settings.quotas();
    var definitions = new DefinitionCheck(quotas.definitionBytesMax());
    var time = settings.stateMachineCache();
    var launches = new Launches(parts.stateMachines(), parts.versions(), parts.aliases());
    var machines =
        new StateMachines(
            parts.stateMachines(),
            parts.versions(),
            parts.aliases(),
            new Remembered<>(launches::find, runner::blocking, time));
    var activities =
        new Activities(
            parts.activities(), new Remembered<>(parts.activities()::find, runner::blocking, time));
    var stored = new StoredExecutions(parts.index(), parts.histories());
    var mapRuns = new StoredMapRuns(parts.index(), parts.mapRunChildren());
    var executions = parts.executions();
    var redrivable = new Redrivable(stored, parts.stateMachines(), quotas, parts.clock());
    var tagged = new TaggedResources(parts.tags(), machines, activities);
    return List.of(
        new CreateStateMachine(machines, arns, definitions, parts.clock()),
        new UpdateStateMachine(machines, definitions, parts.clock()),
        new DescribeStateMachine(machines),
        new DeleteStateMachine(machines),
        new ListStateMachines(machines, pages),
        new PublishStateMachineVersion(machines, parts.clock()),
        new DeleteStateMachineVersion(machines),
        new ListStateMachineVersions(machines, pages),
        new CreateStateMachineAlias(machines, parts.clock()),
        new UpdateStateMachineAlias(machines, parts.clock()),
        new DescribeStateMachineAlias(machines),
        new DeleteStateMachineAlias(machines),
        new ListStateMachineAliases(machines, pages),
        new TagResource(tagged),
        new UntagResource(tagged),
        new ListTagsForResource(tagged),
        new ValidateStateMachineDefinition(quotas.definitionBytesMax()),
        new TestState(
            executions,
            new TrialPlace(settings.region(), settings.account()),
            runner,
            parts.clock()),
        new StartExecution(machines, executions, parts.permits(), runner),
        new StartSyncExecution(machines, executions),
        new StopExecution(executions),
        new RedriveExecution(executions, parts.index(), redrivable, runner),
        new DescribeExecution(stored, redrivable),
        new DescribeStateMachineForExecution(stored, machines),
        new ListExecutions(stored, machines, mapRuns, pages),
        new DescribeMapRun(mapRuns),
        new ListMapRuns(stored, pages),
        new UpdateMapRun(mapRuns, parts.mapRuns(), runner),
        new GetExecutionHistory(stored, pages, settings.region()),
        new CreateActivity(activities, arns, parts.clock()),
        new DescribeActivity(activities),
        new DeleteActivity(activities),
        new ListActivities(activities, pages),
        new GetActivityTask(activities, parts.tasks(), settings.activityPoll()),
        new SendTaskSuccess(executions),
        new SendTaskFailure(executions),
        new SendTaskHeartbeat(executions));
  }
}
