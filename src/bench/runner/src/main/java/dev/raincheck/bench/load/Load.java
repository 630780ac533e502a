package dev.raincheck.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Callers, each on a connection of its own, on the one thread of who uses it. */
public final class Load implements AutoCloseable {
  private static final int LONGEST_SILENCE_MILLIS = 90_000;

  private final Selector selector = Selector.open();
  private final List<Connection> connections = new ArrayList<>();

  /** Takes the answer to a request. */
  public interface Taker {

    /**
     * @param number of the request
     * @param nanos from its sending to its answer
     */
    void take(int number, Answer answer, long nanos) throws IOException;
  }

  /**
   * Connects.
   *
   * @param count of callers
   * @param ports of the services, each of which gets its share
   */
  public Load(int count, int... ports) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        connections.add(new Connection(selector, ports[i % ports.length]));
      }
    } catch (IOException notYet) {
      // Who waits for a service to start tries a thousand times, each with a selector of its own.
      close();
      throw notYet;
    }
  }

  /**
   * Each caller sends its next request when the last was answered, until all are.
   *
   * @param total of the requests, which are numbered from 0
   * @return how long it took, in seconds
   */
  public double run(int total, IntFunction<byte[]> request, Taker taker) throws IOException {
    return run(total, request, taker, () -> false);
  }

  /**
   * The same, until it is enough.
   *
   * @param enough asked after each answer; true leaves the rest unanswered
   */
  public double run(int total, IntFunction<byte[]> request, Taker taker, BooleanSupplier enough)
      throws IOException {
    long startedAt = System.nanoTime();
    int sent = 0;
    int answered = 0;
    for (Connection connection : connections) {
      if (sent < total) {
        connection.send(sent, request.apply(sent));
        sent++;
      }
    }
    while (answered < total && !enough.getAsBoolean()) {
      if (selector.select(LONGEST_SILENCE_MILLIS) == 0) {
        throw new IOException("Nothing was answered for " + LONGEST_SILENCE_MILLIS + " ms");
      }
      Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
      while (keys.hasNext()) {
        Connection connection = (Connection) keys.next().attachment();
        keys.remove();
        Optional<Answer> answer = connection.ready();
        if (answer.isPresent()) {
          answered++;
          taker.take(connection.number(), answer.get(), connection.nanosSinceSent());
          if (sent < total) {
            connection.send(sent, request.apply(sent));
            sent++;
          }
        }
      }
    }
    return (System.nanoTime() - startedAt) / 1e9;
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
