package dev.pawl.node.function;

import org.jspecify.annotations.Nullable;

/**
 * How an invocation ended, as Invoke answers it: an error of the handler is a result too.
 *
 * @param payload what the handler returned, or the error's JSON when {@code functionError} is set
 * @param functionError {@code Unhandled}, or null when the handler answered
 * @param logTail the last 4 KB of this invocation's log, or null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // A payload is bytes; results are never compared.
public record InvocationResult(
    int statusCode,
    byte[] payload,
    @Nullable String functionError,
    String executedVersion,
    @Nullable String logTail) {

  static final String UNHANDLED = "Unhandled";
}
