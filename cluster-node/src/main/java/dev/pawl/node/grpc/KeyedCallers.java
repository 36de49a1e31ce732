package dev.pawl.node.grpc;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.api.auth.AccessRefused;
import dev.pawl.node.api.auth.Gate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.grpc.javadsl.Metadata;

/**
 * Lets in who has an access key, named in the metadata {@code authorization} of each call ({@code
 * Basic} or {@code Bearer} with {@code id:secret}), whose role includes the operation behind the
 * method. Health is open to everybody.
 */
public final class KeyedCallers implements CallerCheck {

  private static final String SERVICE = "states";
  private static final String OPEN = "grpc.health.v1.Health/";

  /** As roles name Pawl's own operations. */
  private static final String PAWL = "pawl";

  /** What is not in the table, such as reflection, whoever has a key may read. */
  private static final String ANY = "ListStateMachines";

  private final Gate gate;

  public KeyedCallers(Gate gate) {
    this.gate = gate;
  }

  @Override
  public CompletionStage<?> check(String method, Metadata metadata) {
    if (method.startsWith(OPEN) || !gate.isGuarded()) {
      return CompletableFuture.completedStage(null);
    }
    try {
      var given = metadata.getText("authorization");
      if (given.isEmpty()) {
        throw new ApiError(
            400,
            "MissingAuthenticationTokenException",
            "Expected the metadata authorization to hold an access key, but there is none.");
      }
      var caller =
          gate.authenticate(given.get())
              .orElseThrow(() ->
                  new ApiError(
                      400,
                      "UnrecognizedClientException",
                      "The security token included in the request is invalid."));
      var ofPawl = GrpcMethods.ofPawl(method);
      gate.authorize(
          caller,
          ofPawl.isPresent() ? PAWL : SERVICE,
          ofPawl.or(() -> GrpcMethods.operation(method)).orElse(ANY));
      gate.admit(caller).close();
      return CompletableFuture.completedStage(null);
    } catch (ApiError refused) {
      return CompletableFuture.failedStage(refused);
    } catch (AccessRefused refused) {
      return CompletableFuture.failedStage(OperationCalls.error(refused));
    }
  }
}
