package dev.raincheck.delivery;

import dev.raincheck.core.RetryPolicy;
import dev.raincheck.core.Ticker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How many tries each target may have at a time on this replica. One that does not answer several
 * times in a row rests, and then gets one try at a time until it answers. Thread-safe.
 */
@Singleton
class TargetGates {
  /** So many targets that fail are remembered. */
  private static final int MOST = 10_000;

  private final CallbackConfig config;
  private final Ticker ticker;
  private final RandomGenerator randomness;
  private final RetryPolicy rests;
  private final Map<String, Gate> gates = new HashMap<>();
  private int inFlight;

  private static final class Gate {
    private int inFlight;
    private int failures;
    private long restsUntil;
  }

  TargetGates(CallbackConfig config, Ticker ticker, RandomGenerator randomness) {
    if (config.concurrency() < 1 || config.targetConcurrency() < 1 || config.restAfter() < 1) {
      throw new IllegalArgumentException(
          "raincheck.callbacks.concurrency, .target-concurrency and .rest-after must be at least 1");
    }
    this.config = config;
    this.ticker = ticker;
    this.randomness = randomness;
    this.rests = new RetryPolicy(config.rest(), config.maxRest());
  }

  /** How many tries may begin now, all targets together. */
  synchronized int free() {
    return Math.max(0, config.concurrency() - inFlight);
  }

  /** How many may begin to each target that differs from those never heard of. */
  synchronized Map<String, Integer> slots() {
    Map<String, Integer> slots = new HashMap<>();
    gates.forEach((origin, gate) -> slots.put(origin, free(gate)));
    return slots;
  }

  private int free(Gate gate) {
    if (gate.failures < config.restAfter()) {
      return Math.max(0, config.targetConcurrency() - gate.inFlight);
    }
    boolean rests = gate.restsUntil - ticker.nanos() > 0;
    return rests || gate.inFlight > 0 ? 0 : 1;
  }

  /** A try begins. */
  synchronized void begin(String origin) {
    inFlight++;
    gates.computeIfAbsent(origin, name -> new Gate()).inFlight++;
  }

  /**
   * A try is over.
   *
   * @param answered whether the target is there and takes requests
   */
  synchronized void end(String origin, boolean answered) {
    inFlight--;
    Gate gate = gates.get(origin);
    gate.inFlight--;
    if (answered) {
      gate.failures = 0;
    } else if (++gate.failures >= config.restAfter()) {
      int round = gate.failures - config.restAfter() + 1;
      Duration rest = rests.delayAfter(round, Optional.empty(), randomness);
      gate.restsUntil = ticker.nanos() + rest.toNanos();
    }
    if (gate.inFlight == 0 && (gate.failures == 0 || gates.size() > MOST)) {
      gates.remove(origin);
    }
  }
}
