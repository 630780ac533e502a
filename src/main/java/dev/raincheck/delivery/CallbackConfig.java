package dev.raincheck.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How ends of calls are told to callbacks. Public because the validation of nested mappings reaches
 * into it.
 */
@ConfigMapping(prefix = "raincheck.callbacks")
public interface CallbackConfig {

  /**
   * Signs callbacks of callers that have no secret of their own: {@code whsec_} and the base64 of
   * 24 to 64 bytes, or {@code whsk_} and that of an Ed25519 key. Without any, submits with a
   * callback are refused.
   */
  Optional<String> secret();

  /** The one before, while it is being rotated: callbacks carry both signatures. */
  Optional<String> previousSecret();

  /** Secrets of single callers, by their names. */
  Map<String, Secrets> secrets();

  /** Whether targets may be plain http. */
  @WithDefault("false")
  boolean allowHttp();

  /**
   * Whether targets may be at loopback, private, link-local, metadata and other special addresses.
   */
  @WithDefault("false")
  boolean allowPrivate();

  /** How long the URL of a callback may be, in characters. */
  @WithDefault("2048")
  int maxUrl();

  /** For how long a delivery is tried, and a call kept that has one. */
  @WithDefault("24h")
  Duration maxAge();

  /** Bound of the delay after the first failed try; it doubles with each further one. */
  @WithDefault("5s")
  Duration backoff();

  /** Upper bound of the delay between two tries. */
  @WithDefault("30m")
  Duration maxBackoff();

  /** Upper bound of what a {@code Retry-After} of a target can ask for. */
  @WithDefault("1h")
  Duration maxRetryAfter();

  /** How long one try may take: resolving, connecting, and the head of the answer. */
  @WithDefault("15s")
  Duration timeout();

  /** How long opening a connection to one address may take. */
  @WithDefault("5s")
  Duration connectTimeout();

  /** How many tries one replica makes at a time, all targets together. */
  @WithDefault("256")
  int concurrency();

  /** How many of them may be to one target (host and port). */
  @WithDefault("8")
  int targetConcurrency();

  /**
   * After how many tries in a row without an answer, or with 429, 502, 503 or 504, a target rests.
   */
  @WithDefault("5")
  int restAfter();

  /** How long it rests first; doubles each time that the one try after it fails too. */
  @WithDefault("1s")
  Duration rest();

  /** The longest rest. */
  @WithDefault("1m")
  Duration maxRest();

  /** How many targets one look at the outbox passes over; the next look goes on from there. */
  @WithDefault("500")
  int scan();

  /** How often the outbox is looked at when nothing else gives a reason to. */
  @WithDefault("1s")
  Duration pollInterval();

  /** How many host names are resolved at the same time. */
  @WithDefault("4")
  int resolverThreads();

  /** The {@code source} of the events: a URI reference. */
  @WithDefault("/calls")
  String source();

  /** Secrets of one caller. */
  interface Secrets {

    /** Signs its callbacks. */
    String current();

    /** The one before, while it is being rotated. */
    Optional<String> previous();
  }
}
