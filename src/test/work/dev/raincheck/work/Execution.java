package dev.raincheck.work;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One execution of the procedure, told to the file that the system property {@code work.executions}
 * names: a line when it begins, and one when it ends if it does. Many processes append to the file.
 */
final class Execution {
  private static final long PID = ProcessHandle.current().pid();
  private static final FileOutputStream FILE = open();

  private final UUID token = UUID.randomUUID();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final UUID callId;
  private final int attempt;

  private Execution(UUID callId, int attempt) {
    this.callId = callId;
    this.attempt = attempt;
  }

  static Execution begin(UUID callId, int attempt) {
    Execution execution = new Execution(callId, attempt);
    execution.tell("BEGIN", "");
    return execution;
  }

  /** The first end counts. */
  void end(String outcome) {
    if (ended.compareAndSet(false, true)) {
      tell("END", " " + outcome);
    }
  }

  UUID token() {
    return token;
  }

  UUID callId() {
    return callId;
  }

  int attempt() {
    return attempt;
  }

  private void tell(String what, String outcome) {
    String line =
        "%s %s %d %d %s %d%s\n"
            .formatted(what, callId, attempt, PID, token, System.nanoTime(), outcome);
    try {
      // One system call, so that lines of several processes do not mix; and other than a channel,
      // a stream is not closed by the interrupt of a thread that writes.
      FILE.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileOutputStream open() {
    try {
      return new FileOutputStream(System.getProperty("work.executions"), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
