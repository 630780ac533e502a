package dev.raincheck.faults;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** One connection through a {@link Link}: of a client, and its continuation. Of one thread. */
final class Wire {
  private final SocketChannel client;
  private final SocketChannel server;
  private final Lane questions;
  private final Lane answers;
  private final SelectionKey clientKey;
  private final SelectionKey serverKey;

  Wire(SocketChannel client, SocketAddress target, Selector selector) throws IOException {
    this.client = client;
    // On the loopback interface this takes no time.
    this.server = SocketChannel.open(target);
    for (SocketChannel end : new SocketChannel[] {client, server}) {
      end.configureBlocking(false);
      end.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    this.questions = new Lane(client, server);
    this.answers = new Lane(server, client);
    this.clientKey = client.register(selector, 0, this);
    this.serverKey = server.register(selector, 0, this);
  }

  /** Does what can be done now; false: it has ended. */
  boolean turn(Link.Weather weather, Set<SelectionKey> ready, ByteBuffer scratch, long now) {
    if (weather.held()) {
      clientKey.interestOps(0);
      serverKey.interestOps(0);
      return true;
    }
    try {
      long due = now + weather.delayNanos();
      if (ready.contains(clientKey) && clientKey.isReadable()) {
        questions.read(scratch, due);
      }
      boolean answered =
          ready.contains(serverKey) && serverKey.isReadable() && answers.read(scratch, due) > 0;
      questions.write(now);
      if (weather.swallowing()) {
        answers.discard();
        if (answered) {
          reset();
          return false;
        }
      }
      answers.write(now);
      if (questions.hasEnded() && answers.hasEnded()) {
        client.close();
        server.close();
        return false;
      }
      clientKey.interestOps(interest(questions, answers, now));
      serverKey.interestOps(interest(answers, questions, now));
      return true;
    } catch (IOException broken) {
      reset();
      return false;
    }
  }

  private static int interest(Lane from, Lane to, long now) {
    return (from.wantsToRead() ? SelectionKey.OP_READ : 0)
        | (to.isDue(now) ? SelectionKey.OP_WRITE : 0);
  }

  long nanosUntilDue(long now) {
    return Math.min(questions.nanosUntilDue(now), answers.nanosUntilDue(now));
  }

  /** Ends both connections at once, without a farewell. */
  void reset() {
    for (SocketChannel end : new SocketChannel[] {client, server}) {
      abort(end);
    }
  }

  /** Closes a connection so that the other side sees it reset. */
  static void abort(SocketChannel end) {
    try (end) {
      end.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException closed) {
      // It is gone already, which is what was wanted.
      return;
    }
  }
}
