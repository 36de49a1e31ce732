package dev.pawl.node.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** HTTP as no client would write it. */
public final class RawHttp {

  private RawHttp() {}

  /** A connection on which a request has been sent. */
  public static Socket send(int port, String request) {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request that asks for the connection to be closed, and reads what comes. */
  public static String exchange(int port, String request) {
    try (var socket = send(port, request)) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request of AWS JSON. */
  public static String awsJson(String target, String body) {
    return "POST / HTTP/1.1\nHost: sync-localhost\nConnection: close\n"
        + "Content-Type: application/x-amz-json-1.0\nX-Amz-Target: "
        + target
        + "\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\n\n"
        + new String(body.getBytes(UTF_8), ISO_8859_1);
  }
}
