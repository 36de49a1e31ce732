package dev.pawl.node.api;

import dev.pawl.protocol.awsjson.Input;

/** Calls out of exchanges. */
final class Calls {

  private static final byte[] NOTHING = {};

  private Calls() {}

  static Call call(Exchange exchange, Input input) {
    return new Call(
        exchange.requestId(),
        exchange.invocationId(),
        input,
        NOTHING,
        exchange.endpoint(),
        exchange.traceHeader(),
        exchange.isTracedByCaller(),
        exchange.caller(),
        exchange.gone());
  }

  static Call withPayload(Exchange exchange, Input input) {
    return new Call(
        exchange.requestId(),
        exchange.invocationId(),
        input,
        exchange.body(),
        exchange.endpoint(),
        exchange.traceHeader(),
        exchange.isTracedByCaller(),
        exchange.caller(),
        exchange.gone());
  }
}
