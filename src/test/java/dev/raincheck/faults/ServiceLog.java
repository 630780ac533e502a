package dev.raincheck.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service writes: read all the time by a thread of its own, and the newest part kept. */
final class ServiceLog {
  private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
  private static final int KEPT_LINES = 20_000;

  private final ConcurrentLinkedDeque<String> lines = new ConcurrentLinkedDeque<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Thread reader;

  ServiceLog(BufferedReader output) {
    reader = new Thread(() -> read(output), "log of the service");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(BufferedReader output) {
    try (output) {
      int count = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (++count > KEPT_LINES) {
          lines.poll();
        }
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          port.complete(Integer.valueOf(listening.group(1)));
        }
      }
    } catch (IOException killed) {
      lines.add("The log has ended: " + killed.getMessage());
    } finally {
      port.completeExceptionally(new IOException("The service ended before it listened"));
    }
  }

  /** Where the service listens, once it does; a failure if it has ended before. */
  CompletableFuture<Integer> port() {
    return port;
  }

  boolean contains(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  String text() {
    return String.join("\n", lines);
  }

  /** Waits until all is read that a process wrote which has ended. */
  void awaitEnd(Duration limit) throws InterruptedException {
    reader.join(limit.toMillis());
  }
}
