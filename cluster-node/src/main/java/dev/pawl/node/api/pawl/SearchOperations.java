package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Operation;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Pages;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.index.BulkOperations;
import dev.pawl.persistence.index.ExecutionSearch;
import java.time.InstantSource;
import java.util.List;

/** Operations that find executions by what they are and hold, and work on all that are found. */
public final class SearchOperations {

  /** What they are made of. */
  public record Parts(
      String account,
      String region,
      StateMachineCatalog stateMachines,
      ExecutionSearch search,
      BulkOperations bulkOperations,
      InstantSource clock) {}

  private SearchOperations() {}

  public static List<Operation> of(Parts parts) {
    var queries = new Queries(new Arns(parts.account(), parts.region()));
    var pages = new Pages(parts.clock());
    return List.of(
        new PutIndexedAttributes(parts.stateMachines()),
        new DescribeIndexedAttributes(parts.stateMachines()),
        new SearchExecutions(parts.search(), queries, pages),
        new StartBulkOperation(parts.bulkOperations(), queries, parts.clock()),
        new DescribeBulkOperation(parts.bulkOperations()),
        new ListBulkOperations(parts.bulkOperations(), pages),
        new StopBulkOperation(parts.bulkOperations(), parts.clock()));
  }
}
