package dev.pawl.load.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/** The server's end of a connection: small answers at once, to measure a client by. */
final class Served {

  private final SocketChannel channel;
  private final Function<byte[], byte[]> handler;
  private final Message message = new Message();

  Served(SocketChannel channel, Function<byte[], byte[]> handler) {
    this.channel = channel;
    this.handler = handler;
  }

  void ready(SelectionKey key) throws IOException {
    try {
      if (message.read(channel)) {
        var body = handler.apply(message.body());
        message.clear();
        answer(body);
      }
    } catch (EOFException gone) {
      key.cancel();
      channel.close();
    }
  }

  private void answer(byte[] body) throws IOException {
    var head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
    var bytes = ByteBuffer.allocate(head.length() + body.length);
    bytes.put(head.getBytes(ISO_8859_1)).put(body).flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
