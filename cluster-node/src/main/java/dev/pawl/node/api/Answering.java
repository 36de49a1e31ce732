package dev.pawl.node.api;

import dev.pawl.protocol.awsjson.OperationShape;
import java.util.function.Function;

/** An operation that is one function. It may block. */
public record Answering(OperationShape shape, Function<Call, Reply> answering)
    implements Operation.Blocking {

  @Override
  public Reply answer(Call call) {
    return answering.apply(call);
  }
}
