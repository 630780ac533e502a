package dev.raincheck.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that says what it hears. */
final class Echo implements AutoCloseable {
  private static final int BACKLOG = 500;

  private final ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();

  Echo() throws IOException {
    threads.execute(this::listen);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Each byte that it has heard; -1 for the end of a connection. */
  BlockingQueue<Integer> heard() {
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
      int next;
      do {
        next = in.read();
        heard.add(next);
        if (next >= 0) {
          socket.getOutputStream().write(next);
        }
      } while (next >= 0);
    } catch (IOException reset) {
      heard.add(-1);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
