package dev.pawl.load.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One thread, one selector, many connections. Everything it calls back runs on the thread that is
 * inside {@link #runWhile}, so that a load generator needs no lock and next to no processor.
 */
public final class Loop implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final Selector selector;
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::dueNanos));
  private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  private record Timer(long dueNanos, Runnable action) {}

  public Loop() throws IOException {
    selector = Selector.open();
  }

  /** Opens a connection to an HTTP server. */
  public Connection connect(InetSocketAddress address) throws IOException {
    var channel = SocketChannel.open(address);
    return new Connection(nonBlocking(channel), register(channel));
  }

  /**
   * Answers each request to a free port of loopback with what {@code handler} makes of its body.
   */
  public InetSocketAddress serve(Function<byte[], byte[]> handler) throws IOException {
    var server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", 0), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT, handler);
    return (InetSocketAddress) server.getLocalAddress();
  }

  /** Runs an action later, on the thread of the loop. Call it on that thread only. */
  public void after(long nanos, Runnable action) {
    timers.add(new Timer(System.nanoTime() + nanos, action));
  }

  /** Runs an action soon, on the thread of the loop. Call it on any thread. */
  public void submit(Runnable action) {
    submitted.add(action);
    selector.wakeup();
  }

  /**
   * Works until the condition is false. It is looked at after every round, at least every 10 ms.
   */
  public void runWhile(BooleanSupplier condition) throws IOException {
    while (!stopped && condition.getAsBoolean()) {
      selector.select(this::ready, 10);
      runSubmitted();
      fireTimers();
    }
  }

  private void runSubmitted() {
    for (var action = submitted.poll(); action != null; action = submitted.poll()) {
      action.run();
    }
  }

  /** Makes {@link #runWhile} return, from any thread. */
  public void stop() {
    stopped = true;
    selector.wakeup();
  }

  private void fireTimers() {
    var now = System.nanoTime();
    while (!timers.isEmpty() && timers.peek().dueNanos() <= now) {
      timers.remove().action().run();
    }
  }

  private void ready(SelectionKey key) {
    try {
      switch (key.attachment()) {
        case Connection connection -> connection.ready(key);
        case Served served -> served.ready(key);
        case Function<?, ?> handler -> accept(key, handler);
        default -> throw new AssertionError("Expected a connection, but it is " + key.attachment());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // `serve` attached it
  private void accept(SelectionKey key, Function<?, ?> handler) throws IOException {
    var channel = ((ServerSocketChannel) key.channel()).accept();
    nonBlocking(channel);
    register(channel).attach(new Served(channel, (Function<byte[], byte[]>) handler));
  }

  private static SocketChannel nonBlocking(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return channel;
  }

  private SelectionKey register(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, SelectionKey.OP_READ);
  }

  /** Closes every connection. */
  @Override
  public void close() {
    for (var key : new ArrayList<>(selector.keys())) {
      closeQuietly(key.channel());
    }
    closeQuietly(selector);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // Nothing is lost with a connection that nobody needs any more.
    }
  }
}
