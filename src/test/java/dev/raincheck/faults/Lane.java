package dev.raincheck.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** One direction of a {@link Wire}: bytes wait here until they are due. Of one thread. */
final class Lane {
  /** So much may wait before the source is no longer read. */
  private static final int CAPACITY = 1 << 20;

  private static final int CHUNK = 1 << 16;

  private final SocketChannel source;
  private final SocketChannel sink;
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean sourceEnded;
  private boolean sinkEnded;

  Lane(SocketChannel source, SocketChannel sink) {
    this.source = source;
    this.sink = sink;
  }

  private record Piece(ByteBuffer content, long dueNanos) {}

  /** Takes what is there; how many bytes, or -1 at their end. */
  int read(ByteBuffer scratch, long dueNanos) throws IOException {
    scratch.clear();
    int count = source.read(scratch);
    if (count > 0) {
      ByteBuffer content = ByteBuffer.allocate(count).put(scratch.flip()).flip();
      waiting.add(new Piece(content, dueNanos));
      bytes += count;
    } else if (count < 0) {
      sourceEnded = true;
    }
    return count;
  }

  static ByteBuffer scratch() {
    return ByteBuffer.allocateDirect(CHUNK);
  }

  /** Writes what is due. */
  void write(long now) throws IOException {
    while (isDue(now)) {
      ByteBuffer content = waiting.element().content();
      bytes -= sink.write(content);
      if (content.hasRemaining()) {
        return;
      }
      waiting.remove();
    }
    if (sourceEnded && waiting.isEmpty() && !sinkEnded) {
      sinkEnded = true;
      sink.shutdownOutput();
    }
  }

  /** Drops what waits. */
  void discard() {
    waiting.clear();
    bytes = 0;
  }

  boolean wantsToRead() {
    return !sourceEnded && bytes < CAPACITY;
  }

  boolean isDue(long now) {
    return !waiting.isEmpty() && waiting.element().dueNanos() - now <= 0;
  }

  /** How long until something is due; the longest time if nothing waits. */
  long nanosUntilDue(long now) {
    return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(0, waiting.element().dueNanos() - now);
  }

  boolean hasEnded() {
    return sinkEnded;
  }
}
