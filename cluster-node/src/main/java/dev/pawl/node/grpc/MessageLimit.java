package dev.pawl.node.grpc;

import dev.pawl.node.api.ApiError;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * Looks at the frames of a call on their way in: one that is longer than allowed is refused before
 * it is gathered in memory, and so is a compressed one, which could grow without limit. The format
 * is that of "gRPC over HTTP2": a flag, four bytes of length, the message.
 */
final class MessageLimit {

  private static final int HEADER_BYTES = 5;

  private final long bytesMax;
  private int headerRead;
  private long length;
  private long left;

  private MessageLimit(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Passes bytes on, and fails with an {@link ApiError} at a message that is refused. */
  static Flow<ByteString, ByteString, NotUsed> flow(long bytesMax) {
    return Flow.<ByteString>create()
        .statefulMapConcat(() -> {
          var limit = new MessageLimit(bytesMax);
          return bytes -> {
            limit.look(bytes);
            return List.of(bytes);
          };
        });
  }

  private void look(ByteString bytes) {
    var at = 0;
    while (at < bytes.size()) {
      if (left > 0) {
        var skipped = Math.min(left, bytes.size() - at);
        left -= skipped;
        at += (int) skipped;
      } else {
        header(bytes.apply(at) & 0xff);
        at++;
      }
    }
  }

  private void header(int octet) {
    if (headerRead == 0) {
      if (octet != 0) {
        throw ApiError.unknownOperation("Pawl does not read compressed messages.");
      }
      length = 0;
    } else {
      length = length << 8 | octet;
    }
    headerRead++;
    if (headerRead == HEADER_BYTES) {
      headerRead = 0;
      left = length;
      if (length > bytesMax) {
        throw new ApiError(
            413,
            "RequestEntityTooLargeException",
            "Expected a message of at most %d bytes, but found one of %d."
                .formatted(bytesMax, length));
      }
    }
  }
}
