package dev.pawl.load.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bytes of one HTTP/1.1 message with a Content-Length, gathered until it is whole. */
final class Message {

  private static final int FIRST_BYTES = 4096;
  private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);
  private int bodyStart = -1;
  private int bodyBytes;

  /** Whether the message is whole now. */
  boolean read(SocketChannel channel) throws IOException {
    if (!bytes.hasRemaining()) {
      bytes = ByteBuffer.allocate(bytes.capacity() * 4).put(bytes.flip());
    }
    var count = channel.read(bytes);
    if (count < 0) {
      throw new EOFException("Expected an HTTP message, but the other side closed the connection.");
    }
    if (bodyStart < 0) {
      readHead();
    }
    return bodyStart >= 0 && bytes.position() >= bodyStart + bodyBytes;
  }

  /** The three digits of the first line of an answer. */
  int status() {
    var array = bytes.array();
    return (array[9] - '0') * 100 + (array[10] - '0') * 10 + (array[11] - '0');
  }

  byte[] body() {
    return Arrays.copyOfRange(bytes.array(), bodyStart, bodyStart + bodyBytes);
  }

  void clear() {
    bytes.clear();
    bodyStart = -1;
    bodyBytes = 0;
  }

  private void readHead() throws IOException {
    var array = bytes.array();
    var end = bytes.position();
    for (var i = 0; i + 3 < end; i++) {
      if (array[i] == '\r'
          && array[i + 1] == '\n'
          && array[i + 2] == '\r'
          && array[i + 3] == '\n') {
        var length = contentLength(array, i);
        if (length == null) {
          var head = new String(array, 0, i, ISO_8859_1);
          throw new IOException("Expected a Content-Length, but found:\n" + head);
        }
        bodyBytes = length;
        bodyStart = i + 4;
        return;
      }
    }
  }

  private static @Nullable Integer contentLength(byte[] array, int end) {
    for (var i = 0; i + LENGTH.length < end; i++) {
      if (array[i] == '\n' && isLength(array, i + 1)) {
        return number(array, i + 1 + LENGTH.length);
      }
    }
    return null;
  }

  private static boolean isLength(byte[] array, int from) {
    for (var i = 0; i < LENGTH.length; i++) {
      var here = array[from + i];
      if ((here >= 'A' && here <= 'Z' ? here + 32 : here) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] array, int from) {
    var text = new String(array, from, 12, ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    var end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return Integer.parseInt(text.substring(0, end));
  }
}
