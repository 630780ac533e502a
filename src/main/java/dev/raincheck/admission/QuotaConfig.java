package dev.raincheck.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How often a caller may submit, and how much of it may wait. Public as the validation of nested
 * mappings wants it.
 */
@ConfigMapping(prefix = "raincheck.quotas")
public interface QuotaConfig {

  /** How many calls a caller may submit to one replica within the window; 0 for any number. */
  @WithDefault("0")
  int calls();

  /** The window. */
  @WithDefault("1m")
  Duration window();

  /** How many calls of a caller may wait in all queues together; 0 for any number. */
  @WithDefault("0")
  int queued();

  /** How many callers are remembered at a time; of more, the one seen longest ago is forgotten. */
  @WithDefault("10000")
  int maxCallers();

  /** Other quotas for single callers, by the name under which their calls are kept. */
  Map<String, Own> callers();

  /** What differs for one caller. */
  interface Own {

    /** How many calls. */
    OptionalInt calls();

    /** The window. */
    Optional<Duration> window();

    /** How many calls may wait. */
    OptionalInt queued();
  }
}
