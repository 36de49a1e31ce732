package dev.pawl.node.bulk;

import dev.pawl.persistence.index.BulkOperation;
import java.util.concurrent.CompletionStage;

/** Does to one execution what a bulk operation does to all; twice is once. */
@FunctionalInterface
public interface BulkDoor {

  /** Fails if it is not known what became of it, or the node is overloaded: then ask again. */
  CompletionStage<BulkOutcome> act(BulkOperation operation, String executionArn);
}
