package dev.raincheck.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * SteadyCallers who go on and on: each submits to any replica, collects the result at any, and
 * turns to any again where nobody is there or the answer is 503. Its methods are for one thread.
 */
final class SteadyCallers implements AutoCloseable {
  private static final Map<String, Integer> WORK = Map.of("millis", 50);

  private final List<URI> replicas;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<UUID, String> tokens = new ConcurrentHashMap<>();
  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger cutSubmits = new AtomicInteger();
  private final AtomicInteger cutCollects = new AtomicInteger();
  private volatile boolean over;

  private SteadyCallers(List<URI> replicas) {
    this.replicas = replicas;
  }

  private interface Request {
    Http.Answer to(URI replica) throws IOException, InterruptedException;
  }

  /** Starts so many. */
  static SteadyCallers of(int threads, List<URI> replicas) {
    SteadyCallers started = new SteadyCallers(replicas);
    for (int i = 0; i < threads; i++) {
      Thread caller = new Thread(started::callOnAndOn, "caller " + i);
      started.threads.add(caller);
      caller.start();
    }
    return started;
  }

  private void callOnAndOn() {
    try {
      while (!over) {
        // Who finds the connection cut in the middle of a submit does not know whether the call was
        // accepted. With the key it is the same call when the request is repeated.
        String key = UUID.randomUUID().toString();
        UUID id =
            persistently(cutSubmits, to -> Http.submit(to, WORK, "Idempotency-Key", key))
                .expect(202)
                .callId();
        Http.Answer answer;
        do {
          answer = persistently(cutCollects, to -> Http.result(to, id, 30));
        } while (answer.status() == 202);
        tokens.put(id, answer.expect(200).json().path("token").asText());
      }
    } catch (Exception | AssertionError failure) {
      broken.add(failure);
    }
  }

  private Http.Answer persistently(AtomicInteger cut, Request request) throws InterruptedException {
    while (true) {
      URI replica = replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
      try {
        Http.Answer answer = request.to(replica);
        if (answer.status() != 503) {
          return answer;
        }
        if (answer.header("Retry-After").isEmpty()) {
          throw new AssertionError("No Retry-After: " + answer);
        }
        unavailable.incrementAndGet();
      } catch (ConnectException nobodyThere) {
        refused.incrementAndGet();
      } catch (IOException inTheMiddle) {
        cut.incrementAndGet();
      }
    }
  }

  /** Waits until so many further calls have been answered. */
  void awaitFurther(int calls) {
    int target = tokens.size() + calls;
    Awaitility.await(calls + " further calls")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              check();
              return tokens.size() >= target;
            });
  }

  /** Ends it when each caller has the result that it waits for. */
  void stop() throws InterruptedException {
    over = true;
    for (Thread caller : threads) {
      caller.join();
    }
    check();
  }

  private void check() {
    @Nullable Throwable first = broken.peek();
    if (first != null) {
      throw new AssertionError("A caller was told what it should not have been", first);
    }
  }

  /** What they were told: the token in the result of each call that was accepted. */
  Map<UUID, String> tokens() {
    return tokens;
  }

  @Override
  public String toString() {
    return "%d calls, %d connections refused, %d times 503, %d submits cut, %d collects cut"
        .formatted(
            tokens.size(), refused.get(), unavailable.get(), cutSubmits.get(), cutCollects.get());
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Thread::interrupt);
  }
}
