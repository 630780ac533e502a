package dev.raincheck.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that says what it hears. */
final class Echo implements AutoCloseable {
  private static final int BACKLOG = 500;
  private static final int CHUNK = 8192;

  private final ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> listening =
      CompletableFuture.runAsync(this::listen, threads);

  Echo() throws IOException {}

  int port() {
    return door.getLocalPort();
  }

  /** What it has heard, piece by piece. */
  BlockingQueue<byte[]> heard() {
    return heard;
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = door.accept();
        threads.execute(() -> repeat(socket));
      }
    } catch (IOException closed) {
      threads.shutdownNow();
    }
  }

  private void repeat(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        heard.add(Arrays.copyOf(chunk, count));
        socket.getOutputStream().write(chunk, 0, count);
      }
    } catch (IOException reset) {
      return;
    }
  }

  /** When it returns, nobody listens at its port any more. */
  @Override
  public void close() throws IOException {
    door.close();
    listening.join();
  }
}
