package dev.pawl.node.api.operation;

import dev.pawl.persistence.catalog.Tags;

/** State machines and activities as the owners of tags. */
final class TaggedResources {

  private final Tags tags;
  private final StateMachines machines;
  private final Activities activities;

  TaggedResources(Tags tags, StateMachines machines, Activities activities) {
    this.tags = tags;
    this.machines = machines;
    this.activities = activities;
  }

  Tags tags() {
    return tags;
  }

  /** The ARN of a machine or an activity that is there; versions and aliases have no tags. */
  String checked(String arn) {
    var exists =
        Arns.isActivity(arn)
            ? activities.catalog().find(arn).isPresent()
            : Arns.machine(arn).qualifier() == null && machines.catalog().find(arn).isPresent();
    if (!exists) {
      throw StepFunctionsErrors.resourceNotFound(arn);
    }
    return arn;
  }
}
