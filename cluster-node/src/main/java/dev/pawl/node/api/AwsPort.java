package dev.pawl.node.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.auth.AccessRefused;
import dev.pawl.node.api.auth.Gate;
import dev.pawl.node.api.auth.Principal;
import dev.pawl.node.observe.ApiMeters;
import dev.pawl.node.tls.PortTls;
import dev.pawl.node.trace.Tracing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.io.Inet;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The one port that AWS's clients talk to. It reads a request whole, up to a limit that its route
 * names, and gives it to the route that speaks its protocol. Every answer carries {@code
 * x-amzn-RequestId}. No thread waits for an answer.
 */
public final class AwsPort {

  /** The header by which a caller names its trace. */
  static final String X_RAY = "X-Amzn-Trace-Id";

  /** Hashing it takes a while. */
  private static final int LARGE_BODY_BYTES = 1 << 20;

  /** How often silent connections are looked for. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  private final ApiSettings settings;
  private final Origins origins;
  private final List<Route> routes;
  private final Gate gate;
  private final OperationRunner runner;
  private final Failures failures;
  private final ApiMeters meters;
  private final Tracing tracing;
  private final Materializer materializer;
  private final Newcomers newcomers = new Newcomers();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  private AwsPort(ApiSettings settings, Apis apis, List<Route> routes, Materializer materializer) {
    this.settings = settings;
    this.origins = new Origins(settings.allowedOrigins());
    this.routes = routes;
    this.gate = apis.gate();
    this.runner = apis.runner();
    this.failures = apis.failures();
    this.meters = apis.meters();
    this.tracing = apis.tracing();
    this.materializer = materializer;
  }

  /** A port that listens. */
  public static final class Open {
    private final AwsPort port;
    private final ServerBinding binding;

    private final Cancellable watch;

    private Open(AwsPort port, ServerBinding binding, Cancellable watch) {
      this.port = port;
      this.binding = binding;
      this.watch = watch;
    }

    public InetSocketAddress address() {
      return binding.localAddress();
    }

    /** Takes no new connection, answers long polls at once, and waits a moment for the rest. */
    public CompletionStage<Done> stop() {
      watch.cancel();
      var unbound = binding.unbind();
      port.connections.forEach(Connection::close);
      return unbound
          .thenCompose(done -> binding.terminate(port.settings.stopDeadline()))
          .thenApply(terminated -> Done.getInstance());
    }
  }

  /**
   * Opens the port.
   *
   * @param apis what it serves
   * @param port 0 for any free one
   */
  public static CompletionStage<Open> open(
      ActorSystem<?> system, ApiSettings settings, Apis apis, String host, int port) {
    var awsPort =
        new AwsPort(
            settings, apis, apis.routes(settings, host), Materializer.createMaterializer(system));
    var server =
        Http.get(system)
            .newServerAt(host, port)
            .withSettings(
                watched(serverSettings(settings, system.settings().config()), awsPort.newcomers));
    return PortTls.secured(server, system, ApiSettings.TLS_DIRECTORY, settings.tlsDirectory())
        .bindFlow(Flow.fromMaterializer((materializer, attributes) -> awsPort.connection()))
        .thenApply(binding -> new Open(awsPort, binding, awsPort.watch(system)));
  }

  private Cancellable watch(ActorSystem<?> system) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            WATCH, WATCH, this::endSilentConnections, system.executionContext());
  }

  private void endSilentConnections() {
    newcomers.turnAway(settings.firstRequestTimeout());
    for (var connection : connections) {
      connection.requireAnotherRequest(settings.nextRequestTimeout());
    }
  }

  private static ServerSettings serverSettings(ApiSettings settings, Config config) {
    var ours =
        ConfigFactory.parseMap(
            Map.of(
                "server-header",
                "Pawl",
                "max-connections",
                settings.connectionsMax(),
                "idle-timeout",
                settings.idleTimeout().toMillis() + " ms",
                // Long polls and synchronous executions take as long as they take.
                "request-timeout",
                "infinite",
                // With one, a client that leaves is noticed only when its answer is written.
                "pipelining-limit",
                2,
                // The routes set the limits.
                "parsing.max-content-length",
                "infinite",
                // AWS's signatures and user agents are not what the RFC calls so: no work, no
                // warnings.
                "parsing.modeled-header-parsing",
                false,
                "parsing.illegal-header-warnings",
                false,
                // What was signed is what was sent, before anybody decodes it.
                "raw-request-uri-header",
                true,
                // Session tokens grow.
                "parsing.max-header-value-length",
                "16k"));
    var server = ours.atPath("pekko.http.server");
    return ServerSettings.create(server.withFallback(config));
  }

  private static ServerSettings watched(ServerSettings settings, Newcomers newcomers) {
    var options = new ArrayList<Inet.SocketOption>();
    settings.getSocketOptions().forEach(options::add);
    options.add(newcomers);
    return settings.withSocketOptions(options).withRemoteAddressAttribute(true);
  }

  private Flow<HttpRequest, HttpResponse, NotUsed> connection() {
    var end = KillSwitches.shared("connection");
    var connection = new Connection(end::shutdown);
    connections.add(connection);
    return Flow.<HttpRequest>create()
        .watchTermination((ignored, done) -> {
          done.whenComplete((ended, failure) -> close(connection));
          return NotUsed.getInstance();
        })
        .mapAsync(1, request -> answer(request, connection))
        .via(end.flow());
  }

  private void close(Connection connection) {
    connections.remove(connection);
    connection.close();
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, Connection connection) {
    var requestId = UUID.randomUUID().toString();
    newcomers.known(request);
    var gone = connection.begin();
    var route = route(request);
    var operation = route.operationName(request);
    var metered = meters.begin(operation);
    var traced = tracing.begin(operation, header(request, X_RAY), header(request, "traceparent"));
    return allowedBody(request, route)
        .thenCompose(body -> serve(request, route, body, requestId, traced.header(), gone))
        .exceptionally(failure -> {
          var error = error(failure, request, route, requestId);
          metered.refused(error.type());
          traced.refused(error.type());
          return route.refuse(request, error, requestId);
        })
        .thenApply(response -> response.addHeader(RawHeader.create("x-amzn-RequestId", requestId)))
        .thenApply(response -> endsWith(response, connection))
        .whenComplete((response, failure) -> {
          metered.end();
          traced.end();
        });
  }

  /** An answer that is a stream, the log of a function for one, may take as long as it likes. */
  private static HttpResponse endsWith(HttpResponse response, Connection connection) {
    if (response.entity() instanceof HttpEntity.Strict) {
      connection.end();
      return response;
    }
    return response.transformEntityDataBytes(
        Flow.<ByteString>create()
            .watchTermination((ignored, done) -> {
              done.whenComplete((ended, failure) -> connection.end());
              return NotUsed.getInstance();
            }));
  }

  private ApiError error(Throwable thrown, HttpRequest request, Route route, String requestId) {
    return Failures.unwrap(thrown) instanceof AccessRefused refused
        ? route.dialect().error(refused)
        : failures.error(thrown, describe(request), requestId);
  }

  /** Lets the caller in, and answers. */
  private CompletionStage<HttpResponse> serve(
      HttpRequest request,
      Route route,
      byte[] body,
      String requestId,
      @Nullable String traceHeader,
      CompletionStage<?> gone) {
    return caller(request, route, body)
        .thenCompose(caller -> {
          if (!route.isOpen(request)) {
            gate.authorize(
                caller, route.service(request, body), route.operationName(request, body));
          }
          var place = gate.admit(caller);
          try {
            return route
                .answer(
                    Exchange.of(
                        requestId, request, body, settings.scheme(), traceHeader, caller, gone))
                .whenComplete((answer, failure) -> place.close());
          } catch (RuntimeException e) {
            place.close();
            throw e;
          }
        });
  }

  private CompletionStage<Principal> caller(HttpRequest request, Route route, byte[] body) {
    if (route.isOpen(request) || !gate.isGuarded()) {
      return CompletableFuture.completedStage(gate.everybody());
    }
    var signable = Signables.of(request);
    return body.length > LARGE_BODY_BYTES
        ? runner.blocking(() -> gate.identify(signable, body))
        : CompletableFuture.completedStage(gate.identify(signable, body));
  }

  private Route route(HttpRequest request) {
    for (var route : routes) {
      if (route.serves(request)) {
        return route;
      }
    }
    throw new AssertionError("Expected the last route to serve every request.");
  }

  private CompletionStage<byte[]> allowedBody(HttpRequest request, Route route) {
    try {
      if (!origins.allow(request)) {
        throw new ApiError(
            403, "AccessDeniedException", "Web pages of that origin may not call Pawl.");
      }
      if (!route.isOpen(request) && gate.isGuarded()) {
        gate.look(Signables.of(request));
      }
      return body(request, route);
    } catch (ApiError | AccessRefused refused) {
      return drained(request).thenCompose(done -> CompletableFuture.failedStage(refused));
    }
  }

  private CompletionStage<byte[]> body(HttpRequest request, Route route) {
    var limit = route.bodyBytesMax(request);
    if (request.entity().getContentLengthOption().orElse(0) > limit) {
      return drained(request)
          .thenApply(done -> {
            throw route.tooLarge(request);
          });
    }
    if (request.entity() instanceof HttpEntity.Strict whole) {
      return CompletableFuture.completedStage(whole.getData().toArray());
    }
    return request
        .entity()
        .withSizeLimit(limit)
        .getDataBytes()
        .completionTimeout(settings.bodyTimeout())
        .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
        .handle((bytes, failure) -> {
          if (failure instanceof EntityStreamSizeException) {
            throw route.tooLarge(request);
          }
          if (failure != null) {
            throw ApiError.serialization("Expected the whole request, but its body broke off.");
          }
          return bytes.toArray();
        });
  }

  /** Most clients read the answer only after they have sent their body. */
  private CompletionStage<Done> drained(HttpRequest request) {
    return request
        .entity()
        .withoutSizeLimit()
        .getDataBytes()
        .completionTimeout(settings.bodyTimeout())
        .runWith(Sink.ignore(), materializer)
        .exceptionally(brokenOff -> Done.getInstance());
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(header -> header.value());
  }

  private static String describe(HttpRequest request) {
    var target = request.getHeader("X-Amz-Target").map(header -> header.value());
    return target.orElse(request.method().value() + " " + request.getUri().path());
  }
}
