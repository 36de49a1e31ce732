package dev.pawl.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.auth.AccessKeys;
import dev.pawl.node.api.auth.Gate;
import dev.pawl.node.observe.ApiMeters;
import dev.pawl.node.observe.Health;
import dev.pawl.node.trace.Tracing;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** An AWS port on a free port of loopback, with operations of the test's choice. */
public final class TestPort implements AutoCloseable {

  private final ActorSystem<Void> system;
  private final AwsPort.Open port;
  private boolean stopped;

  private TestPort(ActorSystem<Void> system, AwsPort.Open port) {
    this.system = system;
    this.port = port;
  }

  /** What a test serves. */
  @FunctionalInterface
  public interface Serving {
    Apis apis(ApiSettings settings, OperationRunner runner);
  }

  public static ApiSettings settings() {
    return ApiSettings.of(ConfigFactory.load().getConfig("pawl.api"));
  }

  public static TestPort open(Serving serving) {
    return open(settings(), serving);
  }

  /** Settings of which some are said here, as HOCON. */
  public static ApiSettings settings(String hocon) {
    return ApiSettings.of(
        ConfigFactory.parseString(hocon).withFallback(ConfigFactory.load().getConfig("pawl.api")));
  }

  public static TestPort open(ApiSettings settings, Serving serving) {
    var config =
        ConfigFactory.parseString("pawl.tls.reload-interval = 100 ms")
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "api-test", config);
    var runner = OperationRunner.of(system, settings);
    var port =
        AwsPort.open(system, settings, serving.apis(settings, runner), "127.0.0.1", 0)
            .toCompletableFuture()
            .join();
    return new TestPort(system, port);
  }

  /**
   * A gate that asks for these keys.
   *
   * @param hocon what is said in {@code pawl.api}; without keys it is open
   */
  public static Gate gate(String hocon) {
    var api =
        ConfigFactory.parseString(hocon).withFallback(ConfigFactory.load().getConfig("pawl.api"));
    return new Gate(AccessKeys.of(api), api.getString("account"), Clock.systemUTC());
  }

  public static Apis stepFunctions(OperationRunner runner, Operation... operations) {
    return apis(runner, List.of(operations), List.of());
  }

  public static Apis apis(
      OperationRunner runner, List<Operation> stepFunctions, List<Operation> lambda) {
    return apis(
        runner,
        stepFunctions,
        lambda,
        List.of(),
        List.of(),
        List.of(),
        (name, sha) -> Optional.empty(),
        new Failures(failure -> null),
        gate(""));
  }

  public static Apis apis(
      OperationRunner runner,
      List<Operation> stepFunctions,
      List<Operation> lambda,
      List<Operation> identity,
      List<Operation> logs,
      List<Operation> pawl,
      CodeDoor code,
      Failures failures,
      Gate gate) {
    return new Apis(
        stepFunctions,
        lambda,
        identity,
        logs,
        pawl,
        new QuietNode(),
        code,
        gate,
        runner,
        failures,
        ApiMeters.unread(),
        Tracing.off(),
        () -> true);
  }

  public int port() {
    return port.address().getPort();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Of a port with TLS. */
  public URI secureEndpoint() {
    return URI.create("https://127.0.0.1:" + port());
  }

  /** Stops it; a second time does nothing. */
  public void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    port.stop().toCompletableFuture().join();
  }

  @Override
  public void close() {
    stop();
    system.terminate();
  }

  /** A node that has nothing to say. */
  static final class QuietNode implements NodeDoor {
    @Override
    public JsonNode info() {
      return JsonNodeFactory.instance.objectNode().put("version", "test");
    }

    @Override
    public JsonNode executions() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public String metrics() {
      return "";
    }

    @Override
    public Health.Report ready() {
      return new Health.Report(List.of());
    }

    @Override
    public CompletionStage<JsonNode> backup(String file) {
      return CompletableFuture.completedStage(
          JsonNodeFactory.instance.objectNode().put("file", file));
    }

    @Override
    public Source<ByteString, NotUsed> functionLog(String name, int lines, boolean follow) {
      var line = ByteString.fromString(name + " " + lines + "\n");
      return follow
          ? Source.single(line).concat(Source.tick(Duration.ZERO, Duration.ofMillis(10), line))
          : Source.single(line);
    }
  }
}
