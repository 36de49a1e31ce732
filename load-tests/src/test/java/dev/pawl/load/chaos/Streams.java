package dev.pawl.load.chaos;

import com.google.protobuf.Message;
import dev.pawl.protocol.grpc.v1.HistoryEvent;
import dev.pawl.protocol.grpc.v1.HistoryRequest;
import dev.pawl.protocol.grpc.v1.NodeMessage;
import dev.pawl.protocol.grpc.v1.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Connections to the gRPC ports of a cluster, one for each node. */
final class Streams implements AutoCloseable {

  static final MethodDescriptor<WorkerMessage, NodeMessage> WORK =
      method(
          "pawl.v1.Workers/Work",
          MethodType.BIDI_STREAMING,
          WorkerMessage.getDefaultInstance(),
          NodeMessage.getDefaultInstance());
  static final MethodDescriptor<HistoryRequest, HistoryEvent> HISTORY =
      method(
          "pawl.v1.Executions/History",
          MethodType.SERVER_STREAMING,
          HistoryRequest.getDefaultInstance(),
          HistoryEvent.getDefaultInstance());

  private static final int READ_AHEAD = 100;
  private static final int SILENCE_SECONDS = 2;

  private final List<ManagedChannel> channels = new ArrayList<>();

  Streams(List<InetSocketAddress> nodes) {
    for (var node : nodes) {
      channels.add(
          NettyChannelBuilder.forAddress(node)
              .usePlaintext()
              .keepAliveTime(SILENCE_SECONDS, TimeUnit.SECONDS)
              .keepAliveTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
              .build());
    }
  }

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      String name, MethodType type, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setFullMethodName(name)
        .setType(type)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }

  int nodes() {
    return channels.size();
  }

  /**
   * Begins a call.
   *
   * @param node from 0; counted round
   * @param ended told how it ended, once
   */
  <Q, A> ClientCall<Q, A> call(
      MethodDescriptor<Q, A> method, int node, Consumer<A> heard, Consumer<Status> ended) {
    var call = channels.get(node % channels.size()).newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(A message) {
            call.request(1);
            heard.accept(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.accept(status);
          }
        },
        new Metadata());
    call.request(READ_AHEAD);
    return call;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
