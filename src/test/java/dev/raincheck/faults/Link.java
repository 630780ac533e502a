package dev.raincheck.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The network between a service and what it uses: passes bytes on from a port of its own to another
 * one of this machine, and breaks in the ways that networks do. What a method asks for holds when
 * it returns, until {@link #mend}. One thread for all connections; the methods are thread-safe.
 */
final class Link implements AutoCloseable {
  private static final int BACKLOG = 1000;
  private static final int PATIENCE_SECONDS = 60;

  private final InetSocketAddress own;
  private final InetSocketAddress target;
  private final Selector selector = Selector.open();
  private final Set<Wire> wires = new HashSet<>();
  private final ArrayDeque<SocketChannel> unconnected = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final ByteBuffer scratch = Lane.scratch();
  private final Thread thread = new Thread(this::run, "link");
  private Weather weather = Weather.FAIR;
  private @Nullable ServerSocketChannel door;

  private Link(int target) throws IOException {
    this.own = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
  }

  /** How things are passed on. */
  record Weather(boolean held, boolean swallowing, long delayNanos) {
    static final Weather FAIR = new Weather(false, false, 0);
  }

  /** A working link to that port. */
  static Link to(int port) throws IOException {
    Link link = new Link(port);
    link.open();
    link.thread.setDaemon(true);
    link.thread.start();
    return link;
  }

  /** Where it listens; the same for all its life. */
  int port() {
    return own.getPort();
  }

  /** Resets all connections and refuses new ones. */
  void cut() {
    order(
        () -> {
          shut();
          resetAll();
        });
  }

  /** Resets all connections; new ones are welcome. */
  void reset() {
    order(this::resetAll);
  }

  /** A black hole: passes nothing on and closes nothing; new connections lead nowhere. */
  void hold() {
    order(() -> weather(now -> new Weather(true, now.swallowing(), now.delayNanos())));
  }

  /** Bytes take that long, each way, and keep their order. */
  void delay(Duration each) {
    order(() -> weather(now -> new Weather(now.held(), now.swallowing(), each.toNanos())));
  }

  /**
   * Questions reach the server, its answers nobody: who should have got one finds the connection
   * reset. So a commit happens, and who asked for it does not know.
   */
  void swallowAnswers() {
    order(() -> weather(now -> new Weather(now.held(), true, now.delayNanos())));
  }

  /** Works again; what was held goes on. */
  void mend() {
    order(
        () -> {
          weather = Weather.FAIR;
          open();
        });
  }

  /** How many connections there are. */
  int connections() {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    order(() -> count.complete(wires.size() + unconnected.size()));
    return count.join();
  }

  private void weather(UnaryOperator<Weather> change) {
    weather = change.apply(weather);
  }

  private void order(Runnable order) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    orders.add(
        () -> {
          try {
            order.run();
            done.complete(null);
          } catch (RuntimeException failure) {
            done.completeExceptionally(failure);
          }
        });
    selector.wakeup();
    done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        await();
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
          order.run();
        }
        if (selector.isOpen()) {
          accept();
          long now = System.nanoTime();
          Set<SelectionKey> ready = selector.selectedKeys();
          wires.removeIf(wire -> !wire.turn(weather, ready, scratch, now));
          ready.clear();
        }
      }
    } catch (IOException | ClosedSelectorException broken) {
      throw new AssertionError("The link has broken by itself", broken);
    }
  }

  private void await() throws IOException {
    long wait = Long.MAX_VALUE;
    if (!weather.held()) {
      long now = System.nanoTime();
      for (Wire wire : wires) {
        wait = Math.min(wait, wire.nanosUntilDue(now));
      }
    }
    // In milliseconds; 0 is for ever.
    selector.select(wait == Long.MAX_VALUE ? 0 : wait / 1_000_000 + 1);
  }

  private void accept() throws IOException {
    ServerSocketChannel listening = door;
    while (listening != null) {
      SocketChannel client = listening.accept();
      if (client == null) {
        break;
      }
      unconnected.add(client);
    }
    while (!weather.held() && !unconnected.isEmpty()) {
      SocketChannel client = unconnected.remove();
      try {
        wires.add(new Wire(client, target, selector));
      } catch (IOException refused) {
        Wire.abort(client);
      }
    }
  }

  private void open() {
    if (door != null) {
      return;
    }
    try {
      ServerSocketChannel opened = ServerSocketChannel.open();
      door = opened;
      opened.bind(own, BACKLOG).configureBlocking(false);
      opened.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void shut() {
    ServerSocketChannel open = door;
    door = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
      // The port is free when its key is gone.
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void resetAll() {
    wires.forEach(Wire::reset);
    wires.clear();
    unconnected.forEach(Wire::abort);
    unconnected.clear();
  }

  @Override
  public void close() {
    if (selector.isOpen()) {
      order(
          () -> {
            shut();
            resetAll();
            try {
              selector.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
