package dev.raincheck.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One connection of HTTP/1.1, kept alive, with one request at a time. It knows only as much of HTTP
 * as the services answer, so that the load takes little from what is measured.
 */
final class Connection {
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int SMALL = 2_048;

  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer in = ByteBuffer.allocate(SMALL);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private long sentAt;
  private int number;

  Connection(Selector selector, int port) throws IOException {
    this.channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send(int requestNumber, byte[] request) throws IOException {
    number = requestNumber;
    sentAt = System.nanoTime();
    out = ByteBuffer.wrap(request);
    write();
  }

  private void write() throws IOException {
    channel.write(out);
    key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /** What has arrived; empty as long as an answer is not complete. */
  Optional<Answer> ready() throws IOException {
    if (key.isWritable()) {
      write();
      return Optional.empty();
    }
    if (!in.hasRemaining()) {
      in = ByteBuffer.allocate(in.capacity() * 4).put(in.flip());
    }
    if (channel.read(in) < 0) {
      throw new EOFException("The service has closed a connection");
    }
    return parsed();
  }

  private Optional<Answer> parsed() throws IOException {
    byte[] bytes = in.array();
    int end = endOfHead(bytes, in.position());
    if (end < 0) {
      return Optional.empty();
    }
    String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    int length = length(head);
    if (in.position() < end + length) {
      return Optional.empty();
    }
    byte[] body = new byte[length];
    System.arraycopy(bytes, end, body, 0, length);
    in.clear();
    return Optional.of(
        new Answer(Integer.parseInt(head.substring(STATUS_AT, STATUS_AT + 3)), head, body));
  }

  private static int endOfHead(byte[] bytes, int limit) {
    for (int i = 3; i < limit; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int length(String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    if (at < 0) {
      if (lower.contains("\r\ntransfer-encoding:")) {
        throw new IOException("Chunks are not expected: " + head);
      }
      return 0;
    }
    int from = at + "\r\ncontent-length:".length();
    return Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)).strip());
  }

  int number() {
    return number;
  }

  long nanosSinceSent() {
    return System.nanoTime() - sentAt;
  }

  void close() throws IOException {
    channel.close();
  }
}
