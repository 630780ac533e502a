package dev.raincheck.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Callers who go on and on: each submits to any replica, collects the result at any, and turns to
 * another one where it is not answered. Every few calls they leave one behind that takes longer.
 */
final class Load implements AutoCloseable {
  private static final int LONG_ONE_IN = 8;
  private static final Map<String, Integer> QUICK = Map.of("millis", 50);
  private static final Map<String, Integer> LONG = Map.of("millis", 2000);

  private final List<URI> replicas;
  private final List<Thread> callers = new ArrayList<>();
  private final Set<UUID> accepted = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger collected = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger cutSubmits = new AtomicInteger();
  private final AtomicInteger cutOthers = new AtomicInteger();
  private volatile boolean over;

  private Load(List<URI> replicas) {
    this.replicas = replicas;
  }

  private interface Request {
    Http.Answer to(URI replica) throws IOException, InterruptedException;
  }

  /** Starts so many callers. */
  static Load of(int callers, List<URI> replicas) {
    Load load = new Load(replicas);
    for (int i = 0; i < callers; i++) {
      Thread caller = new Thread(load::callOnAndOn, "caller " + i);
      load.callers.add(caller);
      caller.start();
    }
    return load;
  }

  private void callOnAndOn() {
    try {
      for (int i = 0; !over; i++) {
        // A connection that is cut leaves the caller in doubt: the key makes it safe to repeat.
        String key = UUID.randomUUID().toString();
        boolean leaveBehind = i % LONG_ONE_IN == 0;
        UUID id =
            persistently(
                    cutSubmits,
                    replica ->
                        Http.submit(replica, leaveBehind ? LONG : QUICK, "Idempotency-Key", key))
                .expect(202)
                .callId();
        accepted.add(id);
        if (!leaveBehind) {
          collect(id);
        }
        collected.incrementAndGet();
      }
    } catch (Exception | AssertionError failure) {
      broken.add(failure);
    }
  }

  private void collect(UUID id) throws InterruptedException {
    Http.Answer answer = persistently(cutOthers, replica -> Http.result(replica, id, 30));
    while (answer.status() == 202) {
      answer = persistently(cutOthers, replica -> Http.result(replica, id, 30));
    }
    JsonNode result = answer.expect(200).json();
    if (!result.path("callId").asText().equals(id.toString())) {
      throw new AssertionError("Not the result of " + id + ": " + answer);
    }
  }

  /** At any replica, and at any again where there is no answer or none that counts. */
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

  /** Waits until so many further calls are done. */
  void awaitFurther(int calls) {
    int target = collected.get() + calls;
    Awaitility.await(calls + " further calls")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              check();
              return collected.get() >= target;
            });
  }

  /** Ends it, and waits until every caller has what it waits for. */
  void stop() throws InterruptedException {
    over = true;
    for (Thread caller : callers) {
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

  /** The calls whose acceptance somebody was told. */
  Set<UUID> accepted() {
    return accepted;
  }

  @Override
  public String toString() {
    return "%d calls, %d connections refused, %d times 503, %d submits cut, %d other requests cut"
        .formatted(
            accepted.size(), refused.get(), unavailable.get(), cutSubmits.get(), cutOthers.get());
  }

  @Override
  public void close() {
    over = true;
    callers.forEach(Thread::interrupt);
  }
}
