package dev.pawl.node.task;

import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.node.function.FunctionPool;
import dev.pawl.node.function.FunctionSpec;
import dev.pawl.node.function.InvocationResult;
import dev.pawl.persistence.catalog.FunctionCatalog;
import dev.pawl.persistence.catalog.FunctionEntry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The functions of the catalog, run by this node's pool. What was written last is what runs next.
 */
public final class StoredFunctions implements Functions {
  private static final int ARN_PARTS = 7;

  private final FunctionCatalog catalog;
  private final FunctionPool pool;
  private final String arnPrefix;
  private final Executor blocking;

  /**
   * @param arnPrefix of the functions of this account and region, up to the name
   * @param blocking where the catalog may be read
   */
  public StoredFunctions(
      FunctionCatalog catalog, FunctionPool pool, String arnPrefix, Executor blocking) {
    this.catalog = catalog;
    this.pool = pool;
    this.arnPrefix = arnPrefix;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<InvocationResult> invoke(
      String functionName, String requestId, byte[] payload) {
    return CompletableFuture.supplyAsync(() -> find(functionName), blocking)
        .thenCompose(spec -> pool.invoke(spec, requestId, payload, Optional.empty()));
  }

  private FunctionSpec find(String functionName) {
    var arn = arn(functionName);
    var parts = arn.split(":", -1);
    var version = parts.length > ARN_PARTS ? parts[ARN_PARTS] : FunctionEntry.LATEST;
    var unqualified = parts.length > ARN_PARTS ? arn.substring(0, arn.lastIndexOf(':')) : arn;
    return catalog
        .find(unqualified, version)
        .map(FunctionConfiguration::spec)
        .orElseThrow(() -> new FunctionNotFound(arn));
  }

  /**
   * Names, names with a qualifier, partial ARNs ({@code 123456789012:function:name}) and ARNs name
   * a function.
   */
  private String arn(String functionName) {
    if (functionName.startsWith("arn:")) {
      return functionName;
    }
    var marker = functionName.indexOf(":function:");
    return arnPrefix
        + (marker < 0 ? functionName : functionName.substring(marker + ":function:".length()));
  }
}
