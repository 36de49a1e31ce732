package dev.pawl.node.function;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Serves the Runtime API to one environment, on a loopback port of its own.
 *
 * <p>{@code AWS_LAMBDA_RUNTIME_API} is {@code host:port} and nothing more, and runtimes send no
 * other sign of who they are; so the port says it. Addresses 127.0.0.2 and on would do too, but
 * macOS has only 127.0.0.1. A port costs one socket; its connections wait on virtual threads, which
 * hold no thread of the system, so a thousand waiting environments cost some kilobytes each.
 */
final class RuntimeApiServer implements AutoCloseable {
  /** A runtime needs one connection, or one for each call. */
  static final int CONNECTIONS_MAX = 64;

  private static final String LOOPBACK = "127.0.0.1";

  private final RuntimeApi api;
  private final int bodyBytesMax;
  private final ServerSocket listener;
  private final Semaphore permits = new Semaphore(CONNECTIONS_MAX);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  RuntimeApiServer(RuntimeApi api, int bodyBytesMax) throws IOException {
    this.api = api;
    this.bodyBytesMax = bodyBytesMax;
    this.listener = new ServerSocket(0, CONNECTIONS_MAX, InetAddress.getByName(LOOPBACK));
    Thread.ofVirtual().name("runtime-api-" + listener.getLocalPort()).start(this::accept);
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return LOOPBACK + ":" + listener.getLocalPort();
  }

  /**
   * Waits until all that the runtime sent has been read: a process that has ended may have answered
   * before, and the answer counts.
   */
  void drain(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    closeListener();
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    closeListener();
    sockets.forEach(RuntimeApiServer::closeSocket);
  }

  private void accept() {
    try {
      while (true) {
        permits.acquire();
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread thread = Thread.ofVirtual().unstarted(() -> serve(socket));
        threads.add(thread);
        thread.start();
      }
    } catch (IOException closed) {
      // No runtime is expected any more; those that are connected may still speak.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      new RuntimeApiConnection(socket, api, bodyBytesMax).serve();
    } catch (IOException gone) {
      // The process ended, or we did: what it meant is decided where the process is watched.
    } finally {
      sockets.remove(socket);
      threads.remove(Thread.currentThread());
      permits.release();
    }
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void closeSocket(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // Nothing is left to close.
    }
  }
}
