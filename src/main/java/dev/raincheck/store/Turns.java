package dev.raincheck.store;

import dev.raincheck.core.NewCall;
import dev.raincheck.core.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives callers their turns when calls wait: start-time fair queueing (P. Goyal, H. Vin, H. Cheng,
 * SIGCOMM 1996). The time of a queue goes on as calls leave it: it is the place of the last one
 * that was claimed. The place of a new call is that time, or one step behind the last call of its
 * caller, whichever is later. So callers alternate, however many calls one of them has waiting, and
 * the calls of each keep their order. Each procedure and urgency is a queue.
 *
 * <p>Places are times that are past, and stand where the queue has the age of its calls. So a claim
 * knows nothing of callers, and replicas that do not give turns can work beside. Each replica knows
 * the places that it gave itself, so turns are as fair as callers spread over the replicas.
 * Thread-safe.
 */
@ApplicationScoped
class Turns {
  /** The shortest that the database tells apart, so that no place lies ahead of now. */
  private static final Duration STEP = Duration.ofNanos(1_000);

  /** While calls wait, the time of a queue only moves with them. */
  private static final Duration LONGEST_WITH_CALLS = Duration.ofSeconds(30);

  /**
   * Else a look by another replica may be beyond it: it leaves half the margin to the statement.
   */
  private static final Duration LONGEST_WITHOUT = Horizon.MARGIN.dividedBy(2);

  /** Of so many callers those are forgotten whose calls have all been claimed. */
  private static final int MANY = 1_000;

  private record Queue(String procedure, int urgency) {}

  private static final class Line {
    private @Nullable OffsetDateTime time;
    private long validUntil;
    private final Map<String, OffsetDateTime> lastPlaces = new HashMap<>();

    private void goOn(OffsetDateTime to, long until) {
      if (time == null || to.isAfter(time)) {
        time = to;
      }
      validUntil = until;
      if (lastPlaces.size() >= MANY) {
        lastPlaces.values().removeIf(place -> place.isBefore(to));
      }
    }
  }

  private final Ticker ticker;
  private final Map<Queue, Line> lines = new HashMap<>();

  Turns(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Calls wait, and this is the place of the first of them, or of the last that was claimed. */
  synchronized void waitFrom(String procedure, int urgency, OffsetDateTime place) {
    line(procedure, urgency).goOn(place, ticker.nanos() + LONGEST_WITH_CALLS.toNanos());
  }

  /** No call waits. */
  synchronized void noneWait(String procedure, int urgency, OffsetDateTime now) {
    line(procedure, urgency).goOn(now, ticker.nanos() + LONGEST_WITHOUT.toNanos());
  }

  /** No call waits in any queue but these, of those that are known. */
  synchronized void noneWaitBut(
      Map<String, Map<Integer, OffsetDateTime>> heads, OffsetDateTime now) {
    heads.forEach(
        (procedure, places) ->
            places.forEach((urgency, place) -> waitFrom(procedure, urgency, place)));
    lines.keySet().stream()
        .filter(
            queue -> !heads.getOrDefault(queue.procedure(), Map.of()).containsKey(queue.urgency()))
        .forEach(queue -> noneWait(queue.procedure(), queue.urgency(), now));
  }

  /**
   * The place of a call that is to wait from now on; null for the end of the queue, which it is for
   * calls that are delayed or start at once, and as long as the time of the queue is not known.
   */
  synchronized @Nullable OffsetDateTime place(NewCall call) {
    if (call.claimedBy().isPresent() || !call.delay().isZero()) {
      return null;
    }
    Line line = line(call.procedure(), call.priority());
    if (line.time == null || ticker.nanos() - line.validUntil > 0) {
      return null;
    }
    OffsetDateTime place = line.time;
    OffsetDateTime last = line.lastPlaces.get(call.caller());
    if (last != null && !last.plus(STEP).isBefore(place)) {
      place = last.plus(STEP);
    }
    line.lastPlaces.put(call.caller(), place);
    return place;
  }

  /** Of how many calls it knows the place, at most one of each caller in each queue. */
  synchronized int remembered() {
    return lines.values().stream().mapToInt(line -> line.lastPlaces.size()).sum();
  }

  private Line line(String procedure, int urgency) {
    return lines.computeIfAbsent(new Queue(procedure, urgency), queue -> new Line());
  }
}
