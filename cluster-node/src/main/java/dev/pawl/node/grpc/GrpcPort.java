package dev.pawl.node.grpc;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.api.operation.FollowedHistory;
import dev.pawl.node.execution.Followers;
import dev.pawl.node.task.ActivityTasks;
import dev.pawl.node.tls.PortTls;
import dev.pawl.persistence.index.ExecutionIndex;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.grpc.javadsl.GrpcExceptionHandler;
import org.apache.pekko.grpc.javadsl.GrpcMarshalling;
import org.apache.pekko.grpc.javadsl.MetadataBuilder;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port that speaks gRPC: with or without TLS, and without it to whoever knows that it is HTTP/2
 * ("prior knowledge"). Each call passes the {@link CallerCheck} first.
 */
public final class GrpcPort {

  private static final Logger LOG = LoggerFactory.getLogger(GrpcPort.class);

  private final ServerBinding binding;
  private final SharedKillSwitch streams;
  private final Cancellable looking;
  private final Duration stopDeadline;

  /**
   * What is served.
   *
   * @param calls AWS's operations
   * @param tasks where workers get theirs
   * @param followers those who follow executions from this node
   * @param ready whether calls should come here
   * @param callers who may make calls
   */
  public record Parts(
      OperationCalls calls,
      FollowedHistory history,
      ActivityTasks tasks,
      Followers followers,
      ExecutionIndex index,
      BooleanSupplier ready,
      CallerCheck callers) {}

  private GrpcPort(
      ServerBinding binding, SharedKillSwitch streams, Cancellable looking, Duration stopDeadline) {
    this.binding = binding;
    this.streams = streams;
    this.looking = looking;
    this.stopDeadline = stopDeadline;
  }

  /**
   * Opens the port.
   *
   * @param port 0 for any free one
   */
  public static CompletionStage<GrpcPort> open(
      ActorSystem<?> system, GrpcSettings settings, int port, Parts parts) {
    var streams = KillSwitches.shared("grpc-streams");
    var following = new Following(parts.followers(), parts.index());
    var handlers = new GrpcHandlers(system, settings, parts, following, streams);
    var looking =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                settings.followInterval(),
                settings.followInterval(),
                () -> look(parts.calls(), following),
                system.executionContext());
    var server =
        Http.get(system)
            .newServerAt(settings.host(), port)
            .withSettings(serverSettings(settings, system.settings().config()));
    var secured =
        PortTls.secured(server, system, GrpcSettings.TLS_DIRECTORY, settings.tlsDirectory());
    Function<HttpRequest, CompletionStage<HttpResponse>> answering =
        request -> answer(request, parts.callers(), settings, handlers);
    return secured
        .bind(answering)
        .thenApply(binding -> new GrpcPort(binding, streams, looking, settings.stopDeadline()))
        .whenComplete((open, failure) -> {
          if (failure != null) {
            looking.cancel();
          }
        });
  }

  /** Executions of other nodes move without telling. */
  private static void look(OperationCalls calls, Following following) {
    if (following.isNeeded()) {
      calls
          .blocking(
              "what is followed",
              () -> {
                following.look();
                return Done.getInstance();
              })
          .whenComplete((done, failure) -> {
            if (failure != null) {
              LOG.debug(
                  "Expected the database to say how executions stand: {}", failure.toString());
            }
          });
    }
  }

  private static CompletionStage<HttpResponse> answer(
      HttpRequest request, CallerCheck callers, GrpcSettings settings, GrpcHandlers handlers) {
    // Small messages are not worth compressing, and large ones stay on this network.
    var plain = request.removeHeader("grpc-accept-encoding");
    var limited = plain.transformEntityDataBytes(new MessageLimit(settings.messageBytesMax()));
    return GrpcMarshalling.<HttpResponse>negotiated(
            plain,
            (reader, writer) ->
                callers
                    .check(method(request), MetadataBuilder.fromHeaders(request.getHeaders()))
                    .thenCompose(let -> handlers.handle(limited))
                    .exceptionally(failure ->
                        GrpcExceptionHandler.standard(
                            failure, handlers.failures(), writer, handlers.system())))
        .orElseGet(() -> handlers.handle(plain));
  }

  private static String method(HttpRequest request) {
    var path = request.getUri().path();
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private static ServerSettings serverSettings(GrpcSettings settings, Config config) {
    var millis = settings.pingInterval().toMillis() + " ms";
    var ours =
        ConfigFactory.parseMap(
            Map.of(
                "enable-http2",
                true,
                "server-header",
                "Pawl",
                "max-connections",
                settings.connectionsMax(),
                // Streams last as long as they last: pings are traffic, and find those that nobody
                // holds any more. So this ends only connections without a call.
                "idle-timeout",
                settings.idleTimeout().toMillis() + " ms",
                "request-timeout",
                "infinite",
                "http2.max-concurrent-streams",
                settings.callsMax(),
                "http2.ping-interval",
                millis,
                "http2.ping-timeout",
                millis,
                // A stream may be endless; its messages are not.
                "parsing.max-content-length",
                "infinite"));
    return ServerSettings.create(ours.atPath("pekko.http.server").withFallback(config));
  }

  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** Takes no new call, ends the streams so that their clients go elsewhere, and waits a moment. */
  public CompletionStage<Done> stop() {
    looking.cancel();
    var unbound = binding.unbind();
    streams.abort(ApiError.unavailable("The node is stopping."));
    return unbound
        .thenCompose(done -> binding.terminate(stopDeadline))
        .thenApply(terminated -> Done.getInstance());
  }
}
