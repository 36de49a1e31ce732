package dev.pawl.node.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.io.Inet;

/**
 * Connections that have not sent a request yet. The HTTP server has no limit of time for a TLS
 * handshake or for the head of a first request; this one ends what takes too long, silent or byte
 * by byte, by ending what is read of it.
 */
final class Newcomers extends Inet.AbstractSocketOptionV2 {

  private final ConcurrentMap<SocketAddress, Newcomer> byClient = new ConcurrentHashMap<>();

  private record Newcomer(Socket socket, long sinceNanos) {}

  @Override
  public void afterConnect(Socket socket) {
    byClient.put(socket.getRemoteSocketAddress(), new Newcomer(socket, System.nanoTime()));
  }

  /** A request has come: its connection is a newcomer no more. */
  void known(HttpRequest request) {
    request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(client ->
            client.getAddress().map(host -> new InetSocketAddress(host, client.getPort())))
        .ifPresent(byClient::remove);
  }

  /** Ends those who have come longer ago than this. */
  void turnAway(Duration within) {
    var now = System.nanoTime();
    byClient.forEach((client, newcomer) -> {
      if (now - newcomer.sinceNanos() > within.toNanos() && byClient.remove(client, newcomer)) {
        end(newcomer.socket());
      }
    });
  }

  private static void end(Socket socket) {
    try {
      socket.shutdownInput();
    } catch (IOException gone) {
      // It has ended by itself.
    }
  }
}
