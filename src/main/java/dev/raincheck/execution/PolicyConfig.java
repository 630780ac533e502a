package dev.raincheck.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Policies: the defaults, and what is set for single procedures. Public because the validation of
 * nested mappings reaches into it.
 */
@ConfigMapping(prefix = "raincheck")
public interface PolicyConfig {

  /** What holds for every procedure that says nothing else. */
  Defaults defaults();

  /** By name of the procedure; wins over its annotation. */
  Map<String, Override> procedures();

  interface Defaults {

    /** How many attempts are made of a call, 1 to 1000. */
    @WithDefault("5")
    int maxAttempts();

    /** Bound of the delay after the first failed attempt; it doubles with each further one. */
    @WithDefault("1s")
    Duration backoff();

    /** Upper bound of the delay between two attempts. */
    @WithDefault("1m")
    Duration maxBackoff();

    /** How long one attempt may take. */
    @WithDefault("5m")
    Duration timeout();

    /** How many attempts of a procedure one replica runs at a time. */
    @WithDefault("64")
    int concurrency();

    /** How many calls of a procedure may wait before new ones are refused with 503. */
    @WithDefault("100000")
    int queueLimit();

    /** How long an ended call and its result are kept. */
    @WithDefault("7d")
    Duration retention();
  }

  interface Override {

    /** How many attempts are made of a call, 1 to 1000. */
    OptionalInt maxAttempts();

    /** Bound of the delay after the first failed attempt. */
    Optional<Duration> backoff();

    /** Upper bound of the delay between two attempts. */
    Optional<Duration> maxBackoff();

    /** How long one attempt may take. */
    Optional<Duration> timeout();

    /** How many attempts one replica runs at a time. */
    OptionalInt concurrency();

    /** How many calls may wait before new ones are refused with 503. */
    OptionalInt queueLimit();

    /** How long an ended call and its result are kept. */
    Optional<Duration> retention();

    /** Callback of calls that name none themselves. */
    Optional<String> callback();

    /** The circuit breaker around its attempts. */
    Breaker breaker();
  }

  /** A circuit breaker; while it is open, calls wait in the queue and spend no attempt. */
  interface Breaker {

    /** Share of failed attempts at which it opens, above 0 to 1; without it there is none. */
    Optional<Double> failureRatio();

    /** How many of the latest attempts the share is taken of, at least 1. */
    @WithDefault("20")
    int volume();

    /** How long it stays open before it lets one attempt through. */
    @WithDefault("5s")
    Duration delay();
  }
}
