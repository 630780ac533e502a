package dev.raincheck.testprocedures;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a procedure and the test that called it meet, so that neither has to sleep. The procedure
 * tells that it has entered and how it was stopped, and waits until the test opens the gate.
 * Thread-safe.
 */
public final class Gate {
  /** Far longer than anything here takes, on the slowest machine. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  private final String key;
  private final CompletableFuture<String> opened = new CompletableFuture<>();
  private final BlockingQueue<String> entries = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> stops = new LinkedBlockingQueue<>();
  private final AtomicInteger executions = new AtomicInteger();

  private Gate(String key) {
    this.key = key;
  }

  /** A closed gate that nobody else knows. */
  public static Gate closed() {
    return at(UUID.randomUUID().toString());
  }

  /** The gate of a key. */
  public static Gate at(String key) {
    return GATES.computeIfAbsent(key, Gate::new);
  }

  /** What the request names it by. */
  public String key() {
    return key;
  }

  /** A procedure has begun. */
  public void enter(String who) {
    executions.incrementAndGet();
    entries.add(who);
  }

  /** The attempt was stopped, in this way. */
  public void stopped(String how) {
    stops.add(how);
  }

  /** Completes with the answer when the gate is open. */
  public CompletableFuture<String> whenOpen() {
    return opened;
  }

  /** Waits for the answer. */
  public String pass() throws InterruptedException {
    CompletableFuture<String> answer = opened;
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("Nobody opened the gate", e);
    }
  }

  /** Lets everybody through, now and later. */
  public void open(String answer) {
    opened.complete(answer);
  }

  /** Waits until a procedure has begun; who it is. */
  public String awaitEntry() {
    return next(entries, "No procedure has begun");
  }

  /** Waits until an attempt was stopped; how it was. */
  public String awaitStop() {
    return next(stops, "No attempt was stopped");
  }

  private static String next(BlockingQueue<String> queue, String otherwise) {
    try {
      String next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError(otherwise);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(otherwise, e);
    }
  }

  /** How often a procedure has begun. */
  public int executions() {
    return executions.get();
  }
}
