package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network's faults are what they are said to be. */
class LinkTest {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int NOTHING_COMES_MILLIS = 200;

  private final List<Socket> sockets = new ArrayList<>();
  private Echo echo;
  private Link link;

  @BeforeEach
  void open() throws Exception {
    echo = new Echo();
    link = Link.to(echo.port());
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    link.close();
    echo.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    sockets.add(socket);
    return socket;
  }

  private static void says(Socket socket, int what) throws IOException {
    socket.getOutputStream().write(what);
  }

  private static int hears(Socket socket) throws IOException {
    return socket.getInputStream().read();
  }

  private static void hearsNothing(Socket socket) throws IOException {
    socket.setSoTimeout(NOTHING_COMES_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> hears(socket));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  @Test
  void manyBytesOfManyConnectionsArriveAsTheyWere() throws Exception {
    byte[] sent = new byte[20_000];
    new Random(1).nextBytes(sent);
    for (int i = 0; i < 100; i++) {
      connect().getOutputStream().write(sent);
    }
    for (Socket socket : sockets) {
      socket.shutdownOutput();
      assertArrayEquals(sent, socket.getInputStream().readAllBytes());
    }
    Awaitility.await().until(() -> link.connections() == 0);
  }

  @Test
  void whoDoesNotListenIsNotDrowned() throws Exception {
    byte[] sent = new byte[8 << 20];
    new Random(2).nextBytes(sent);
    Socket socket = connect();
    CompletableFuture<Void> all =
        CompletableFuture.runAsync(
            () -> {
              try {
                socket.getOutputStream().write(sent);
                socket.shutdownOutput();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Awaitility.await().until(() -> !echo.heard().isEmpty());
    assertArrayEquals(sent, socket.getInputStream().readAllBytes());
    all.join();
  }

  @Test
  void cutIsAResetAndARefusalUntilMended() throws Exception {
    Socket before = connect();
    says(before, 1);
    assertEquals(1, hears(before));
    link.cut();
    assertEquals(0, link.connections());
    assertThrows(SocketException.class, () -> hears(before));
    assertThrows(IOException.class, this::connect);
    link.mend();
    Socket after = connect();
    says(after, 2);
    assertEquals(2, hears(after));
  }

  @Test
  void holdPassesNothingOnUntilMended() throws Exception {
    Socket before = connect();
    says(before, 1);
    assertEquals(1, hears(before));
    link.hold();
    says(before, 2);
    Socket during = connect();
    says(during, 3);
    hearsNothing(before);
    hearsNothing(during);
    link.mend();
    assertEquals(2, hears(before));
    assertEquals(3, hears(during));
  }

  @Test
  void delayKeepsTheOrder() throws Exception {
    Socket socket = connect();
    long began = System.nanoTime();
    link.delay(Duration.ofMillis(50));
    for (int i = 0; i < 10; i++) {
      says(socket, i);
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(i, hears(socket));
    }
    assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(100));
    link.mend();
    says(socket, 10);
    assertEquals(10, hears(socket));
  }

  @Test
  void aSwallowedAnswerWasAQuestionThatArrived() throws Exception {
    Socket socket = connect();
    says(socket, 1);
    assertEquals(1, hears(socket));
    link.swallowAnswers();
    says(socket, 2);
    assertThrows(SocketException.class, () -> hears(socket));
    assertArrayEquals(new byte[] {1}, echo.heard().take());
    assertArrayEquals(new byte[] {2}, echo.heard().take());
    link.mend();
    Socket after = connect();
    says(after, 3);
    assertEquals(3, hears(after));
  }

  @Test
  void nobodyBehindItIsAReset() throws Exception {
    InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.port());
    echo.close();
    try (Socket taken = new Socket()) {
      // It does not listen, and nobody else can.
      taken.bind(place);
      Socket socket = connect();
      assertThrows(SocketException.class, () -> hears(socket));
    }
    assertNull(echo.heard().poll());
  }
}
