package dev.raincheck.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the store talks to the database. */
@ConfigMapping(prefix = "raincheck.store")
interface StoreConfig {

  /**
   * How long a statement may take, waiting for a connection included, before it has failed. A
   * connection that is silent for twice as long is closed.
   */
  @WithDefault("10s")
  Duration timeout();

  /**
   * Whether replicas tell each other by {@code NOTIFY} what happened. Without it they find out by
   * polling; a connection pooler that shares sessions among transactions leaves no other way.
   */
  @WithDefault("true")
  boolean notifications();

  /** How many rows one batched statement may carry, at least 1. */
  @WithDefault("512")
  int maxBatch();

  /** How many batched statements of a kind may be under way at a time, at least 1. */
  @WithDefault("2")
  int maxInFlight();

  /**
   * How long a batch that is smaller than the one under way may wait to become as large, while
   * another could be sent beside it. Zero: not at all.
   */
  @WithDefault("20ms")
  Duration linger();
}
