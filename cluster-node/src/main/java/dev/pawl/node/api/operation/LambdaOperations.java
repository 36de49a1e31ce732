package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.api.CodeDoor;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.persistence.catalog.FunctionCatalog;
import java.time.InstantSource;
import java.util.List;

/**
 * The operations of Lambda that Pawl offers, and the code of its functions for whoever follows
 * {@code Code.Location}.
 *
 * @param operations for {@link dev.pawl.node.api.Apis}
 * @param code for the same
 */
public record LambdaOperations(List<Operation> operations, CodeDoor code) {

  public static LambdaOperations of(
      ApiSettings settings,
      OperationRunner runner,
      FunctionCatalog catalog,
      FunctionDoor running,
      InstantSource clock) {
    var functions = new LambdaFunctions(catalog, running, settings.account(), settings.region());
    return new LambdaOperations(
        List.of(
            new CreateFunction(functions, clock),
            new UpdateFunctionCode(functions, clock),
            new UpdateFunctionConfiguration(functions, clock),
            new GetFunction(functions),
            new GetFunctionConfiguration(functions),
            new ListFunctions(functions),
            new DeleteFunction(functions),
            new Invoke(functions, runner),
            new PutFunctionConcurrency(functions),
            new GetFunctionConcurrency(functions),
            new DeleteFunctionConcurrency(functions)),
        functions);
  }
}
