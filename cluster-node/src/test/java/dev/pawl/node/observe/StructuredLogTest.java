package dev.pawl.node.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Lines as {@code PAWL_LOG=json} makes them. */
class StructuredLogTest {

  private static final String ARN = "arn:aws:states:us-east-1:000000000000:execution:orders:4711";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aLineIsAJsonObjectThatNamesItsExecution() throws Exception {
    var lines =
        logged(
            "json",
            log -> {
              try (var ignored = MDC.putCloseable(LogFields.EXECUTION_ARN, ARN)) {
                log.warn("Expected {} to be \"right\",\nbut not.", "it", new IOException("gone"));
              }
              log.info("Nothing in particular.");
            });

    assertThat(lines).hasSize(2);
    var warning = tree(lines.getFirst());
    assertThat(warning.at("/mdc/executionArn").asText()).isEqualTo(ARN);
    assertThat(warning.path("level").asText()).isEqualTo("WARN");
    assertThat(warning.path("formattedMessage").asText())
        .isEqualTo("Expected it to be \"right\",\nbut not.");
    assertThat(warning.at("/throwable/message").asText()).isEqualTo("gone");
    assertThat(warning.path("timestamp").asLong()).isPositive();
    assertThat(tree(lines.getLast()).path("mdc")).isEmpty();
  }

  @Test
  void withoutAWordLinesAreText() throws Exception {
    var lines = logged("", log -> log.info("Ready."));

    assertThat(lines).singleElement().asString().contains("INFO").endsWith("Ready.");
  }

  @Test
  void whatPekkoSaysOfAnActorNamesItsExecutionToo() {
    var heard = new ListAppender<ILoggingEvent>();
    var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    heard.start();
    root.addAppender(heard);
    var kit = ActorTestKit.create(ConfigFactory.parseString("pekko.actor.provider = local"));
    try {
      var failing =
          Behaviors.supervise(
                  Behaviors.<String>receiveMessage(message -> {
                    throw new IllegalStateException(message);
                  }))
              .onFailure(SupervisorStrategy.restart());
      kit.spawn(LogFields.about(LogFields.EXECUTION_ARN, ARN, failing)).tell("broken on purpose");

      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() ->
              assertThat(List.copyOf(heard.list))
                  .anySatisfy(event -> {
                    assertThat(event.getFormattedMessage()).contains("broken on purpose");
                    assertThat(event.getMDCPropertyMap())
                        .containsEntry(LogFields.EXECUTION_ARN, ARN);
                  }));
    } finally {
      kit.shutdownTestKit();
      root.detachAppender(heard);
    }
  }

  @FunctionalInterface
  private interface Saying {
    void on(Logger log);
  }

  /** What a node's own configuration prints, to an empty PAWL_LOG as to none. */
  private static List<String> logged(String form, Saying saying) throws Exception {
    var printed = new ByteArrayOutputStream();
    var before = System.err;
    var context = new LoggerContext();
    context.setMDCAdapter(MDC.getMDCAdapter());
    if (!form.isEmpty()) {
      context.putProperty("PAWL_LOG", form);
    }
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(StructuredLogTest.class.getResource("/logback.xml"));
      saying.on(context.getLogger("dev.pawl.node.Test"));
    } finally {
      context.stop();
      System.setErr(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static JsonNode tree(String line) throws IOException {
    return JSON.readTree(line);
  }
}
