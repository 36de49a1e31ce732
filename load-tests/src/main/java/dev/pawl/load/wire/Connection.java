package dev.pawl.load.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A kept-alive connection that carries one request at a time. */
public final class Connection {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Message message = new Message();
  private @Nullable ByteBuffer unsent;
  private @Nullable Consumer<Answer> waiting;

  /** A status and the bytes of a body. */
  public record Answer(int status, byte[] body) {}

  Connection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
    key.attach(this);
  }

  /** Sends a whole request; {@code then} is called on the loop's thread with its answer. */
  public void send(byte[] request, Consumer<Answer> then) {
    if (waiting != null) {
      throw new AssertionError("Expected no request on the way, but there is one.");
    }
    waiting = then;
    var buffer = ByteBuffer.wrap(request);
    try {
      channel.write(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (buffer.hasRemaining()) {
      unsent = buffer;
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  void ready(SelectionKey ready) throws IOException {
    var rest = unsent;
    if (rest != null && ready.isWritable()) {
      channel.write(rest);
      if (!rest.hasRemaining()) {
        unsent = null;
        key.interestOps(SelectionKey.OP_READ);
      }
    }
    if (ready.isReadable() && message.read(channel)) {
      var answer = new Answer(message.status(), message.body());
      message.clear();
      deliver(answer);
    }
  }

  private void deliver(Answer answer) {
    var then = waiting;
    if (then == null) {
      throw new AssertionError("Expected a request on the way, but there is none.");
    }
    waiting = null;
    then.accept(answer);
  }
}
