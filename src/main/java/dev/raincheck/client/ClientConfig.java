package dev.raincheck.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How typed clients behave. {@code raincheck.client.*} is for all of them, {@code
 * raincheck.client."key".*} for one: its key is that of {@code @RegisterRestClient}, or the name of
 * its interface if it has none.
 */
@ConfigMapping(prefix = "raincheck.client")
public interface ClientConfig {

  /**
   * How long the service is asked to hold a request until the call ends. Kept below the client's
   * read timeout. {@code 0s}: submits come back at once, and are followed by polling.
   */
  @WithName("wait")
  @WithDefault("20s")
  Duration hold();

  /**
   * Budget of a call that has no other, sent as {@code Operation-Timeout}; after it the {@code Uni}
   * fails. {@code 0s}: none, it is followed for as long as it takes.
   */
  @WithDefault("24h")
  Duration deadline();

  /** What becomes of a call whose {@code Uni} is cancelled. */
  @WithDefault("detach")
  OnCancel onCancel();

  /**
   * Whether an idempotency key is made for each method call. Without one, a submit whose answer was
   * lost fails rather than being repeated.
   */
  @WithDefault("true")
  boolean idempotency();

  /** The same for one client, by its key; what it does not set is as for all. */
  @WithParentName
  Map<String, Own> clients();

  /** What one client has of its own. */
  interface Own {
    /** As for all clients. */
    @WithName("wait")
    Optional<Duration> hold();

    /** As for all clients. */
    Optional<Duration> deadline();

    /** As for all clients. */
    Optional<OnCancel> onCancel();

    /** As for all clients. */
    Optional<Boolean> idempotency();
  }

  /** What becomes of a call whose {@code Uni} is cancelled. */
  enum OnCancel {
    /** It goes on without the caller. */
    DETACH,
    /** It is cancelled too. */
    CANCEL
  }
}
