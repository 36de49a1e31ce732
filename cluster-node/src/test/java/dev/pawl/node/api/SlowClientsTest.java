package dev.pawl.node.api;

import static dev.pawl.node.api.RawHttp.awsJson;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawl.node.cli.cluster.ThrowAwayCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that take their time, byte by byte or in silence: each of their ways has a limit with a
 * name, after which the port lets go of them.
 */
class SlowClientsTest {

  private static final String LIST = awsJson("AWSStepFunctions.ListActivities", "{}");
  private static final String KEEP = LIST.replace("Connection: close\n", "");
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private final List<Socket> sockets = new ArrayList<>();
  private final AtomicReference<TestPort> opened = new AtomicReference<>();

  @AfterEach
  void close() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    Objects.requireNonNull(opened.get()).close();
  }

  private void open(String settings) {
    opened.set(
        TestPort.open(
            TestPort.settings(settings),
            (ours, runner) -> TestPort.stepFunctions(runner, new NoActivities())));
  }

  private Socket connect() throws IOException {
    var socket =
        new Socket(InetAddress.getLoopbackAddress(), Objects.requireNonNull(opened.get()).port());
    sockets.add(socket);
    socket.setSoTimeout(200);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** What comes within the patience of the socket; "end" when the other side has let go. */
  private static String hear(Socket socket) throws IOException {
    try {
      var bytes = new byte[10_000];
      var length = socket.getInputStream().read(bytes);
      return length < 0 ? "end" : new String(bytes, 0, length, UTF_8);
    } catch (SocketTimeoutException silence) {
      return "";
    } catch (SocketException reset) {
      return "end";
    }
  }

  private static boolean isLetGo(Socket socket, String drop) throws IOException {
    try {
      say(socket, drop);
    } catch (SocketException reset) {
      return true;
    }
    return hear(socket).equals("end");
  }

  @Test
  void aHeadThatTricklesIsNotWaitedForLongerThanFirstRequestTimeout() throws IOException {
    open("first-request-timeout = 1 s");
    var socket = connect();
    say(socket, "POST / HTTP/1.1\nHost: localhost\nX-Slow: ");

    await().atMost(LONG_ENOUGH).until(() -> isLetGo(socket, "x"));
  }

  @Test
  void aSilentConnectionIsNotKeptLongerThanFirstRequestTimeout() throws IOException {
    open("first-request-timeout = 1 s");
    var socket = connect();

    await().atMost(LONG_ENOUGH).until(() -> hear(socket).equals("end"));
  }

  @Test
  void neitherIsOneThatDoesNotShakeHands(@TempDir Path certificates)
      throws IOException, InterruptedException {
    try (var authority = ThrowAwayCertificates.authority()) {
      authority.issue(certificates);
    }
    open("first-request-timeout = 1 s, tls-directory = \"" + certificates + "\"");
    var socket = connect();

    await().atMost(LONG_ENOUGH).until(() -> hear(socket).equals("end"));
  }

  @Test
  void anotherRequestMayComeUntilNextRequestTimeout() throws IOException {
    open("first-request-timeout = 200 ms, next-request-timeout = 1 h");
    var patient = connect();
    say(patient, KEEP);
    await().until(() -> hear(patient).startsWith("HTTP/1.1 200"));

    await().during(Duration.ofSeconds(3)).until(() -> !hear(patient).equals("end"));
    say(patient, KEEP);
    await().until(() -> hear(patient).startsWith("HTTP/1.1 200"));
  }

  @Test
  void aConnectionWithoutAnotherRequestIsNotKeptLongerThanThat() throws IOException {
    open("next-request-timeout = 1 s");
    var socket = connect();
    say(socket, KEEP);
    await().until(() -> hear(socket).startsWith("HTTP/1.1 200"));

    await().atMost(LONG_ENOUGH).until(() -> isLetGo(socket, "P"));
  }

  @Test
  void aBodyThatTricklesIsRefusedAfterBodyTimeout() throws IOException {
    open("body-timeout = 1 s, first-request-timeout = 1 s");
    var socket = connect();
    say(socket, LIST.replace("Content-Length: 2\n\n{}", "Content-Length: 1000\n\n{"));

    var heard = new StringBuilder();
    await()
        .atMost(LONG_ENOUGH)
        .until(() -> {
          say(socket, " ");
          return heard.append(hear(socket)).toString().contains("SerializationException");
        });
    assertThat(heard.toString()).startsWith("HTTP/1.1 400");
    await().atMost(LONG_ENOUGH).until(() -> isLetGo(socket, " "));
  }

  @Test
  void anAnswerThatIsAStreamIsNoSilence() throws IOException {
    open("next-request-timeout = 200 ms");
    var socket = connect();
    say(socket, "GET /_pawl/functions/f/log?follow=true HTTP/1.1\nHost: localhost\n\n");

    await().until(() -> hear(socket).startsWith("HTTP/1.1 200"));
    await().during(Duration.ofSeconds(3)).until(() -> !hear(socket).equals("end"));
  }

  @Test
  void requestsThatDoNotWaitForAnswersAreAnsweredInTheirOrder() throws IOException {
    open("");
    var socket = connect();
    var unknown = awsJson("AWSStepFunctions.Nonsense", "{}").replace("Connection: close\n", "");

    say(socket, KEEP + unknown + KEEP + unknown + KEEP);

    var heard = new StringBuilder();
    await()
        .until(() -> {
          heard.append(hear(socket));
          return heard.toString().split("HTTP/1.1", -1).length == 6;
        });
    assertThat(heard.toString()).matches("(?s)(HTTP/1.1 200.*?HTTP/1.1 400.*?){2}HTTP/1.1 200.*");
  }

  @Test
  void connectionsBeyondConnectionsMaxWaitUntilOneEnds() throws IOException {
    open("connections-max = 2");
    var one = connect();
    say(one, KEEP);
    await().until(() -> hear(one).startsWith("HTTP/1.1 200"));
    var two = connect();
    say(two, KEEP);
    await().until(() -> hear(two).startsWith("HTTP/1.1 200"));

    var three = connect();
    say(three, KEEP);
    await().during(Duration.ofSeconds(1)).until(() -> hear(three).isEmpty());
    one.close();

    await().until(() -> hear(three).startsWith("HTTP/1.1 200"));
  }
}
