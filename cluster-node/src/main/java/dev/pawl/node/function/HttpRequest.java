package dev.pawl.node.function;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request in HTTP/1.1 (RFC 9112), as much of it as runtimes send: bodies with a length or in
 * chunks, trailers, {@code Expect: 100-continue}. Trailers are kept among the headers, whose names
 * are in lower case. A body over the limit is read to its end, so that the runtime gets its answer,
 * and thrown away.
 */
@SuppressWarnings("ArrayRecordComponent") // A body is bytes; requests are never compared.
record HttpRequest(
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    boolean tooLarge,
    boolean keepAlive) {

  /** Lambda-Runtime-Function-XRay-Error-Cause may be 1 MB alone. */
  private static final int HEAD_BYTES_MAX = 2 * 1024 * 1024;

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /** Null when the connection ended between two requests. */
  static @Nullable HttpRequest read(BufferedInputStream in, OutputStream out, int bodyBytesMax)
      throws IOException {
    Head head = new Head(in);
    String first = head.line(true);
    if (first == null) {
      return null;
    }
    String[] parts = first.split(" ", -1);
    if (parts.length != 3) {
      throw new IOException("Expected an HTTP request, but found '" + first + "'.");
    }
    Map<String, String> headers = new HashMap<>();
    head.fields(headers);
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    Body body = new Body(in, bodyBytesMax);
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      body.readChunks(head);
      head.fields(headers);
    } else {
      body.read(length(headers.getOrDefault("content-length", "0"), 10));
    }
    boolean keepAlive =
        parts[2].equals("HTTP/1.1") && !"close".equalsIgnoreCase(headers.get("connection"));
    return new HttpRequest(
        parts[0], pathOf(parts[1]), headers, body.bytes(), body.tooLarge(), keepAlive);
  }

  /** Some clients send the whole URL. */
  private static String pathOf(String target) {
    String path = target;
    if (path.startsWith("http://")) {
      int slash = path.indexOf('/', "http://".length());
      path = slash < 0 ? "/" : path.substring(slash);
    }
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private static long length(String text, int radix) throws IOException {
    try {
      return Long.parseUnsignedLong(text.trim(), radix);
    } catch (NumberFormatException e) {
      throw new IOException("Expected a length, but found '" + text + "'.", e);
    }
  }

  /** The lines before and behind a body. */
  private static final class Head {
    private final BufferedInputStream in;
    private int bytes;

    Head(BufferedInputStream in) {
      this.in = in;
    }

    /** The limit holds for the lines together, but a body may have any number of chunks. */
    void forget() {
      bytes = 0;
    }

    void fields(Map<String, String> fields) throws IOException {
      for (String line = line(false); line != null && !line.isEmpty(); line = line(false)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
      }
    }

    @Nullable String line(boolean mayEnd) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(128);
      int b = in.read();
      if (b < 0 && mayEnd) {
        return null;
      }
      for (; b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException();
        }
        if (++bytes > HEAD_BYTES_MAX) {
          throw new IOException("Expected at most " + HEAD_BYTES_MAX + " bytes of headers.");
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.UTF_8);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }

  private static final class Body {
    private final BufferedInputStream in;
    private final int bytesMax;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean tooLarge;

    Body(BufferedInputStream in, int bytesMax) {
      this.in = in;
      this.bytesMax = bytesMax;
    }

    byte[] bytes() {
      return kept.toByteArray();
    }

    boolean tooLarge() {
      return tooLarge;
    }

    void readChunks(Head head) throws IOException {
      while (true) {
        head.forget();
        String line = head.line(false);
        long length = length(String.valueOf(line).split(";", 2)[0], 16);
        if (length == 0) {
          return;
        }
        read(length);
        head.line(false);
      }
    }

    void read(long length) throws IOException {
      byte[] buffer = new byte[(int) Math.min(length, 64 * 1024)];
      for (long left = length; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new EOFException();
        }
        left -= n;
        keep(buffer, n);
      }
    }

    private void keep(byte[] buffer, int length) {
      if (kept.size() + length > bytesMax) {
        tooLarge = true;
        kept.reset();
      }
      if (!tooLarge) {
        kept.write(buffer, 0, length);
      }
    }
  }
}
