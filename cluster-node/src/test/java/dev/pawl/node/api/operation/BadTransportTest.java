package dev.pawl.node.api.operation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.api.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong below the level of JSON: refused, never a 500, and the node goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadTransportTest {

  private static final String CREATE =
      "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
          + "X-Amz-Target: AWSStepFunctions.CreateActivity\r\n";
  private static final int BOMB_BYTES = 64 << 20;

  private ApiFixture api;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterAll
  void close() {
    assertThat(api.sfn.listActivities().activities()).isEmpty();
    api.close();
  }

  private Socket socket() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), api.port.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private String send(String head, byte[] body) throws IOException {
    try (var socket = socket()) {
      var out = socket.getOutputStream();
      out.write(head.getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void aBodyThatUnpacksToMuchIsNotUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"name\":\"".getBytes(UTF_8));
      gzip.write(new byte[BOMB_BYTES]);
    }

    var answer =
        send(
            CREATE
                + "Content-Type: application/x-amz-json-1.0\r\n"
                + "Content-Encoding: gzip\r\n"
                + "Content-Length: "
                + packed.size()
                + "\r\n\r\n",
            packed.toByteArray());

    assertThat(answer).startsWith("HTTP/1.1 400").contains("SerializationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/xml", "application/cbor", "multipart/form-data; boundary=x"})
  void aBodyOfAnotherTypeIsNoJson(String type) throws IOException {
    var body = "<name>x</name>".getBytes(UTF_8);

    var answer =
        send(
            CREATE + "Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n",
            body);

    assertThat(answer).startsWith("HTTP/1.1 400").contains("SerializationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: ///\r\nContent-Length: 2\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        "No colon\r\n\r\n",
      })
  void whatIsNoHttpIsRefused(String rest) throws IOException {
    assertThat(send(CREATE + rest, new byte[0])).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
  }

  @Test
  void aHeaderWithoutEndIsRefused() throws IOException {
    assertThat(send(CREATE + "X-Long: " + "x".repeat(100_000) + "\r\n\r\n", new byte[0]))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void aClientThatEndsInTheMiddleOfItsBodyIsForgotten() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (var socket = socket()) {
        socket
            .getOutputStream()
            .write((CREATE + "Content-Length: 100\r\n\r\n{\"name\":").getBytes(ISO_8859_1));
      }
    }

    assertThat(
            RawHttp.exchange(
                api.port.port(), RawHttp.awsJson("AWSStepFunctions.ListActivities", "{}")))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aClientThatHasSaidAllAndClosesItsHalfIsAnswered() throws IOException {
    try (var socket = socket()) {
      socket
          .getOutputStream()
          .write(
              RawHttp.awsJson("AWSStepFunctions.ListActivities", "{}")
                  .replace("\n", "\r\n")
                  .getBytes(ISO_8859_1));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void clientsThatSendSlowlyHoldNobodyUp() throws IOException {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 50; i++) {
        var socket = socket();
        slow.add(socket);
        socket
            .getOutputStream()
            .write((CREATE + "Content-Length: 1000\r\n\r\n{").getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
      }

      assertThat(
              RawHttp.exchange(
                  api.port.port(), RawHttp.awsJson("AWSStepFunctions.ListActivities", "{}")))
          .startsWith("HTTP/1.1 200");
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }
}
