package dev.pawl.node.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.OperationCalls;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.grpc.GrpcServiceException;
import org.apache.pekko.grpc.Trailers;
import org.apache.pekko.grpc.internal.MissingParameterException;
import org.apache.pekko.grpc.javadsl.MetadataBuilder;
import org.apache.pekko.http.scaladsl.model.http2.PeerClosedStreamException;

/**
 * AWS's errors as statuses of gRPC. The error's name comes first in the message, and alone in the
 * trailer {@code x-amzn-errortype}.
 */
final class Statuses {

  /** The trailer with the name of AWS's error. */
  static final String ERROR_TYPE = "x-amzn-errortype";

  /**
   * Characters of a message. It travels as a header, each as up to nine bytes, and clients take no
   * more than 8 KiB of headers: they would call the answer an INTERNAL error.
   */
  static final int MESSAGE_MAX = 800;

  private static final Map<String, Status> BY_TYPE =
      Map.ofEntries(
          Map.entry("ResourceNotFound", Status.NOT_FOUND),
          Map.entry("ResourceNotFoundException", Status.NOT_FOUND),
          Map.entry("ThrottlingException", Status.RESOURCE_EXHAUSTED),
          Map.entry("TooManyRequestsException", Status.RESOURCE_EXHAUSTED),
          Map.entry("ServiceQuotaExceededException", Status.RESOURCE_EXHAUSTED),
          Map.entry("TooManyTags", Status.RESOURCE_EXHAUSTED),
          Map.entry("RequestEntityTooLargeException", Status.RESOURCE_EXHAUSTED),
          Map.entry("ConflictException", Status.ABORTED),
          Map.entry("ExecutionNotRedrivable", Status.FAILED_PRECONDITION),
          Map.entry("StateMachineDeleting", Status.FAILED_PRECONDITION),
          Map.entry("TaskTimedOut", Status.FAILED_PRECONDITION),
          Map.entry("UnknownOperationException", Status.UNIMPLEMENTED),
          Map.entry("AccessDeniedException", Status.PERMISSION_DENIED),
          Map.entry("MissingAuthenticationTokenException", Status.UNAUTHENTICATED),
          Map.entry("IncompleteSignatureException", Status.UNAUTHENTICATED),
          Map.entry("InvalidSignatureException", Status.UNAUTHENTICATED),
          Map.entry("UnrecognizedClientException", Status.UNAUTHENTICATED));

  private final OperationCalls calls;

  Statuses(OperationCalls calls) {
    this.calls = calls;
  }

  /** How a call ends that failed with this. */
  Trailers trailers(Throwable thrown) {
    var failure = unwrap(thrown);
    return switch (failure) {
      case ApiError error -> of(error);
      case GrpcServiceException known -> new Trailers(known.status(), known.getMetadata());
      case StatusRuntimeException known -> new Trailers(known.getStatus());
      case StatusException known -> new Trailers(known.getStatus());
      case MissingParameterException ignored -> invalid("Expected a message, but there is none.");
      case InvalidProtocolBufferException unreadable ->
          invalid("Expected a message of the method's type: " + unreadable.getMessage());
      case UnsupportedOperationException unknown ->
          of(ApiError.unknownOperation(String.valueOf(unknown.getMessage())));
      case PeerClosedStreamException ignored -> new Trailers(Status.CANCELLED);
      default -> of(calls.error(failure, "a gRPC call"));
    };
  }

  private static Trailers invalid(String message) {
    return of(ApiError.serialization(message));
  }

  private static Trailers of(ApiError error) {
    var metadata = new MetadataBuilder().addText(ERROR_TYPE, error.type()).build();
    var text = shortened(error.type() + ": " + error.text());
    return new Trailers(status(error).withDescription(text), metadata);
  }

  /** AWS's message quotes what is wrong with a value, however long the value is. */
  private static String shortened(String text) {
    return text.length() <= MESSAGE_MAX ? text : text.substring(0, MESSAGE_MAX) + "…";
  }

  static Status status(ApiError error) {
    var type = error.type();
    var known = BY_TYPE.get(type);
    if (known != null) {
      return known;
    }
    if (type.endsWith("DoesNotExist")) {
      return Status.NOT_FOUND;
    }
    if (type.endsWith("AlreadyExists")) {
      return Status.ALREADY_EXISTS;
    }
    if (type.endsWith("LimitExceeded")) {
      return Status.RESOURCE_EXHAUSTED;
    }
    return byHttpStatus(error.status());
  }

  private static Status byHttpStatus(int status) {
    return switch (status) {
      case 401 -> Status.UNAUTHENTICATED;
      case 403 -> Status.PERMISSION_DENIED;
      case 404 -> Status.NOT_FOUND;
      case 429 -> Status.RESOURCE_EXHAUSTED;
      case 503 -> Status.UNAVAILABLE;
      default -> status >= 500 ? Status.INTERNAL : Status.INVALID_ARGUMENT;
    };
  }

  static Throwable unwrap(Throwable thrown) {
    var failure = thrown;
    while ((failure instanceof CompletionException || failure instanceof ExecutionException)
        && failure.getCause() != null) {
      failure = failure.getCause();
    }
    return failure;
  }
}
