package dev.pawl.node.api.operation;

import dev.pawl.persistence.catalog.ActivityCatalog;
import dev.pawl.persistence.catalog.ActivityEntry;
import java.util.concurrent.CompletionStage;

/** Activities as operations see them: the catalog, and what is remembered of it for polling. */
final class Activities {

  private final ActivityCatalog catalog;
  private final Remembered<ActivityEntry> remembered;

  Activities(ActivityCatalog catalog, Remembered<ActivityEntry> remembered) {
    this.catalog = catalog;
    this.remembered = remembered;
  }

  ActivityCatalog catalog() {
    return catalog;
  }

  /** The activity as it stands now; blocks. */
  ActivityEntry get(String arn) {
    return catalog.find(arn).orElseThrow(() -> StepFunctionsErrors.activityDoesNotExist(arn));
  }

  /** The activity to poll. */
  CompletionStage<ActivityEntry> pollable(String arn) {
    return remembered
        .find(arn)
        .thenApply(found -> found.orElseThrow(() -> StepFunctionsErrors.activityDoesNotExist(arn)));
  }

  void changed(String arn) {
    remembered.forget(arn);
  }
}
