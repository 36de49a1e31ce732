package dev.pawl.node.api;

import dev.pawl.node.api.auth.Principal;
import dev.pawl.protocol.awsjson.Input;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation.
 *
 * @param requestId what the client finds in {@code x-amzn-RequestId} and the operator in the log
 * @param invocationId the same for a request that a client sends again, as AWS's SDKs say; else the
 *     request's own
 * @param input the members, checked
 * @param payload the body of an operation that takes it as it comes; else empty
 * @param endpoint where the client reached this node, {@code http://localhost:4566}
 * @param traceHeader of X-Ray: what it starts belongs to that trace; null if it belongs to none
 * @param isTracedByCaller the trace is named by X-Ray's header of the request, and not by us
 * @param caller who has signed the request
 * @param gone completes when nobody waits for the answer any more: the client left, or the node
 *     stops
 */
@SuppressWarnings("ArrayRecordComponent") // A payload is bytes; calls are never compared.
public record Call(
    String requestId,
    String invocationId,
    Input input,
    byte[] payload,
    String endpoint,
    @Nullable String traceHeader,
    boolean isTracedByCaller,
    Principal caller,
    CompletionStage<?> gone) {}
