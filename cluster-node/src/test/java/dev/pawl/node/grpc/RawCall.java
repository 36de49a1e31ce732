package dev.pawl.node.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** One message to a method and one back, as bytes: for services that we have no client of. */
final class RawCall {

  private RawCall() {}

  /** The first answer, one character per byte. */
  static String ask(int port, String method, byte[] message) {
    return ask(
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build(), method, message);
  }

  /** The same over a channel, which it closes. */
  static String ask(ManagedChannel channel, String method, byte[] message) {
    try {
      return answer(channel, method, message);
    } finally {
      channel.shutdownNow();
    }
  }

  /** The first answer, or how the call ended; the channel stays open. */
  static String answer(ManagedChannel channel, String method, byte[] message) {
    var answer = new CompletableFuture<String>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(method)
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build(),
            CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] bytes) {
            answer.complete(new String(bytes, ISO_8859_1));
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            answer.complete(status.toString());
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(message);
    call.halfClose();
    return GrpcNode.soon(answer);
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
