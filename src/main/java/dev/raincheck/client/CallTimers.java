package dev.raincheck.client;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.CallState;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Micrometer timers of calls, for each client and method: {@code raincheck.client.total}, {@code
 * .queue}, {@code .run} and {@code .communication}. Does nothing in an application without
 * Micrometer.
 */
@Singleton
class CallTimers {
  private static final boolean PRESENT = isPresent();

  private static boolean isPresent() {
    try {
      Class.forName("io.micrometer.core.instrument.Metrics");
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  /** Counts the time of a call that has ended; anything else is no call and not counted. */
  void record(String client, String procedure, Answer outcome, Duration total) {
    if (PRESENT && outcome.hasEnded()) {
      Recorded.record(
          client,
          procedure,
          outcome.state().map(CallState::name).orElse(""),
          TimeSplit.of(total, outcome.header(CallHeaders.SERVER_TIMING).orElse("")));
    }
  }

  /** Is not loaded where Micrometer is missing. */
  private static final class Recorded {
    static void record(String client, String procedure, String state, TimeSplit split) {
      Tags tags = Tags.of("client", client, "procedure", procedure, "state", state);
      Metrics.timer("raincheck.client.total", tags).record(split.total());
      Metrics.timer("raincheck.client.queue", tags).record(split.queue());
      Metrics.timer("raincheck.client.run", tags).record(split.run());
      Metrics.timer("raincheck.client.communication", tags).record(split.communication());
    }
  }
}
