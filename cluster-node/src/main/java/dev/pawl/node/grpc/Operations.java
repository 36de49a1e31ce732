package dev.pawl.node.grpc;

import com.google.protobuf.Message;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.protocol.awsjson.OperationShape;
import java.util.concurrent.CompletionStage;

/** AWS's operations with messages for members. */
final class Operations {

  private final OperationCalls calls;

  Operations(OperationCalls calls) {
    this.calls = calls;
  }

  OperationCalls calls() {
    return calls;
  }

  /**
   * Calls an operation.
   *
   * @param answer the type of the answer
   */
  <M extends Message> CompletionStage<M> call(OperationShape shape, Message request, M answer) {
    return calls
        .call(shape, AwsMembers.of(request))
        .thenApply(members -> AwsMembers.message(members, answer));
  }
}
