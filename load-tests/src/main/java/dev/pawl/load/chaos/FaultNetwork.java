package dev.pawl.load.chaos;

import dev.pawl.load.node.NodeProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The wires of a cluster on this machine: every connection between nodes, and from a node to the
 * database, goes through a proxy that can hold or slow what passes in one direction. What is held
 * is not lost: it arrives when the wire is whole again, as TCP sends again what a broken network
 * dropped. A new connection over a cut wire is taken, and nothing passes.
 *
 * <p>Node N listens for the others at 127.0.0.N:{@value #BEHIND_PORT}, and is known to them by
 * 127.0.0.N:{@value #NODE_PORT}, where the proxy is. It opens its connections from 127.0.0.N, by
 * which the proxy knows whose they are.
 */
final class FaultNetwork implements AutoCloseable {

  /** Where nodes believe each other to be: the fixed port of a local cluster's nodes. */
  static final int NODE_PORT = 7355;

  /** Where they are. */
  static final int BEHIND_PORT = 17355;

  /** The far end of a node's wire to the database. */
  static final int DATABASE = 0;

  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int BACKLOG = 100;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /** One direction of what one node says to another, or to the database. */
  record Wire(int from, int to) {}

  /** What is done to a wire. */
  private record Trouble(boolean cut, Duration delay) {
    static final Trouble NONE = new Trouble(false, Duration.ZERO);
  }

  private Map<Wire, Trouble> troubles = Map.of();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<ServerSocket> doors = new ArrayList<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final int databasePort;

  private FaultNetwork(int databasePort) {
    this.databasePort = databasePort;
  }

  /**
   * Opens the proxies.
   *
   * @param database port of the database on 127.0.0.1; each node finds it at its own address and
   *     {@link #databasePort}
   */
  static FaultNetwork open(int nodes, int database) throws IOException {
    return open(nodes, database, true);
  }

  /** Only the wires to the database. */
  static FaultNetwork toDatabase(int nodes, int database) throws IOException {
    return open(nodes, database, false);
  }

  private static FaultNetwork open(int nodes, int database, boolean betweenNodes)
      throws IOException {
    var network = new FaultNetwork(NodeProcess.freePort());
    try {
      for (var node = 1; node <= nodes; node++) {
        var near = address(node);
        var store = new InetSocketAddress(address(1), database);
        network.listen(near, network.databasePort, DATABASE, store);
        if (betweenNodes) {
          network.listen(near, NODE_PORT, node, new InetSocketAddress(near, BEHIND_PORT));
        }
      }
      return network;
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  private static InetAddress address(int node) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) node});
  }

  private static int nodeOf(Socket socket) {
    return Byte.toUnsignedInt(socket.getInetAddress().getAddress()[3]);
  }

  int databasePort() {
    return databasePort;
  }

  /** What each node's JVM has to be told, {@code {host}} standing for its address. */
  static List<String> jvmOptions() {
    return List.of(
        "-Dpekko.remote.artery.bind.port=" + BEHIND_PORT,
        "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname={host}");
  }

  // ---- troubles

  /** Nothing passes there any more; everywhere else all is well. */
  void cut(List<Wire> wires) {
    set(wires, new Trouble(true, Duration.ZERO));
  }

  /** What passes there takes so long; everywhere else all is well. */
  void slow(List<Wire> wires, Duration delay) {
    set(wires, new Trouble(false, delay));
  }

  /** All is well again. */
  void heal() {
    change(Map.of());
  }

  private void set(List<Wire> wires, Trouble trouble) {
    change(wires.stream().collect(Collectors.toMap(wire -> wire, wire -> trouble)));
  }

  private void change(Map<Wire, Trouble> next) {
    lock.lock();
    try {
      troubles = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ---- proxies

  private void listen(InetAddress address, int port, int to, InetSocketAddress target)
      throws IOException {
    var door = new ServerSocket(port, BACKLOG, address);
    doors.add(door);
    Thread.ofVirtual().start(() -> accept(door, to, target));
  }

  private void accept(ServerSocket door, int to, InetSocketAddress target) {
    while (!door.isClosed()) {
      try {
        var caller = door.accept();
        // A node asks for the database at its own address, and may do so from any.
        var from = to == DATABASE ? Byte.toUnsignedInt(address(door)) : nodeOf(caller);
        sockets.add(caller);
        Thread.ofVirtual().start(() -> connect(caller, new Wire(from, to), target));
      } catch (IOException e) {
        if (door.isClosed()) {
          return;
        }
      }
    }
  }

  private static byte address(ServerSocket door) {
    return door.getInetAddress().getAddress()[3];
  }

  private void connect(Socket caller, Wire wire, InetSocketAddress target) {
    var called = new Socket();
    sockets.add(called);
    try {
      await(wire);
      called.connect(target, (int) CONNECT_MAX.toMillis());
      called.setTcpNoDelay(true);
      caller.setTcpNoDelay(true);
    } catch (IOException | InterruptedException e) {
      close(caller, called);
      return;
    }
    Thread.ofVirtual().start(() -> pump(caller, called, wire));
    Thread.ofVirtual().start(() -> pump(called, caller, new Wire(wire.to(), wire.from())));
  }

  private void pump(Socket source, Socket sink, Wire wire) {
    try (InputStream in = source.getInputStream();
        OutputStream out = sink.getOutputStream()) {
      var chunk = new byte[CHUNK_BYTES];
      for (var read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        await(wire);
        out.write(chunk, 0, read);
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // The connection has ended, as connections do.
    } finally {
      close(source, sink);
    }
  }

  /** Waits until something may pass. */
  private void await(Wire wire) throws InterruptedException {
    var trouble = Trouble.NONE;
    lock.lock();
    try {
      trouble = troubles.getOrDefault(wire, Trouble.NONE);
      while (trouble.cut()) {
        changed.await();
        trouble = troubles.getOrDefault(wire, Trouble.NONE);
      }
    } finally {
      lock.unlock();
    }
    Thread.sleep(trouble.delay());
  }

  private void close(Socket... ended) {
    for (var socket : ended) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
      sockets.remove(socket);
    }
  }

  @Override
  public void close() {
    for (var door : doors) {
      try {
        door.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
    heal();
    close(sockets.toArray(Socket[]::new));
  }
}
