package dev.pawl.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.load.chaos.FaultNetwork.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database's wires: those between nodes are the same, but for their fixed ports. */
class FaultNetworkTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Wire ASKING = new Wire(1, FaultNetwork.DATABASE);
  private static final Wire ANSWERING = new Wire(FaultNetwork.DATABASE, 1);
  private static final int SHORT_MILLIS = 200;

  private ServerSocket echo;
  private FaultNetwork network;

  @BeforeEach
  void open() throws IOException {
    echo = new ServerSocket(0, 10, HERE);
    Thread.ofVirtual().start(this::serve);
    network = FaultNetwork.toDatabase(1, echo.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    network.close();
    echo.close();
  }

  @Test
  void whatIsSaidArrives() throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(7);

      assertThat(socket.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void aCutWireHoldsAndHealsWithNothingLost() throws IOException {
    try (var socket = connect()) {
      for (var wire : List.of(ASKING, ANSWERING)) {
        network.cut(List.of(wire));
        socket.getOutputStream().write(7);
        assertSilent(socket);

        network.heal();
        socket.setSoTimeout(0);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
      }
    }
  }

  @Test
  void aConnectionMadeOverACutWireWorksOnceItIsWhole() throws IOException {
    network.cut(List.of(ASKING));
    try (var socket = connect()) {
      socket.getOutputStream().write(7);
      assertSilent(socket);

      network.heal();
      socket.setSoTimeout(0);
      assertThat(socket.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void aConnectionThatEndsHereEndsThere() throws IOException {
    var socket = connect();
    socket.getOutputStream().write(7);
    assertThat(socket.getInputStream().read()).isEqualTo(7);
    echo.close();
    socket.shutdownOutput();

    assertThat(socket.getInputStream().read()).isEqualTo(-1);
    socket.close();
  }

  private Socket connect() throws IOException {
    return new Socket(HERE, network.databasePort());
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        var socket = echo.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // It has ended.
    }
  }
}
