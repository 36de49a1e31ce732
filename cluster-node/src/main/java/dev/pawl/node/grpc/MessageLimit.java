package dev.pawl.node.grpc;

import dev.pawl.node.api.ApiError;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Looks at the frames of a call on their way in: one that is longer than allowed is refused before
 * it is gathered in memory, and so is a compressed one, which could grow without limit. The format
 * is that of "gRPC over HTTP2": a flag, four bytes of length, the message.
 *
 * <p>What a client sends after that is thrown away, up to a limit: a call that is broken off while
 * its client still sends would tell it nothing but that.
 */
final class MessageLimit extends GraphStage<FlowShape<ByteString, ByteString>> {

  private static final int HEADER_BYTES = 5;

  /** How many messages of the largest size a client may go on sending. */
  private static final int THROWN_AWAY_MAX = 16;

  private final Inlet<ByteString> in = Inlet.create("MessageLimit.in");
  private final Outlet<ByteString> out = Outlet.create("MessageLimit.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final long bytesMax;

  MessageLimit(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private int headerRead;
    private long length;
    private long left;
    private boolean refused;
    private long thrownAway;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              pass(grab(in));
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }

            /**
             * Whoever reads cannot make anything of what came. To stop reading here would reset the
             * stream, perhaps before the client has heard why.
             */
            @Override
            public void onDownstreamFinish(Throwable cause) {
              refused = true;
              if (!isClosed(in) && !hasBeenPulled(in)) {
                pull(in);
              }
            }
          });
    }

    private void pass(ByteString bytes) {
      if (refused) {
        throwAway(bytes);
        return;
      }
      try {
        look(bytes);
        push(out, bytes);
      } catch (ApiError error) {
        refused = true;
        fail(out, error);
        throwAway(bytes);
      }
    }

    private void throwAway(ByteString bytes) {
      thrownAway += bytes.size();
      if (thrownAway > bytesMax * THROWN_AWAY_MAX) {
        completeStage();
      } else {
        pull(in);
      }
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
}
