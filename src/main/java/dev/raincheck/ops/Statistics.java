package dev.raincheck.ops;

import dev.raincheck.contract.CallState;
import dev.raincheck.contract.ProcedureView;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.CallStatistics;
import dev.raincheck.core.Policies;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.TimeWindowPercentileHistogram;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What this replica has measured since it started, for those who look at a procedure. */
@ApplicationScoped
class Statistics implements CallListener, CallStatistics {
  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};
  private static final DistributionStatisticConfig WINDOW =
      DistributionStatisticConfig.builder()
          .percentiles(PERCENTILES)
          .expiry(Duration.ofMinutes(5))
          .bufferLength(5)
          .build()
          .merge(DistributionStatisticConfig.DEFAULT);

  private static final class Measured {
    private final Map<CallState, AtomicLong> ended = new ConcurrentHashMap<>();
    private final TimeWindowPercentileHistogram queue = histogram();
    private final TimeWindowPercentileHistogram run = histogram();

    private static TimeWindowPercentileHistogram histogram() {
      return new TimeWindowPercentileHistogram(Clock.SYSTEM, WINDOW, false);
    }
  }

  private final Map<String, Measured> procedures = new TreeMap<>();

  Statistics(Policies policies) {
    policies.names().forEach(name -> procedures.put(name, new Measured()));
  }

  @Override
  public void on(CallEvent event) {
    Measured measured = procedures.get(event.procedure());
    if (measured == null) {
      return;
    }
    if (event instanceof CallEvent.Started started && started.attempt() == 1) {
      measured.queue.recordLong(started.waited().toNanos());
    } else if (event instanceof CallEvent.AttemptOver over) {
      measured.run.recordLong(over.ran().toNanos());
    } else if (event instanceof CallEvent.EndRecorded ended) {
      measured.ended.computeIfAbsent(ended.state(), state -> new AtomicLong()).incrementAndGet();
    }
  }

  @Override
  public Map<CallState, Long> ended(String procedure) {
    Map<CallState, Long> counts = new EnumMap<>(CallState.class);
    for (CallState state : CallState.values()) {
      if (state.isFinal()) {
        AtomicLong count = procedures.get(procedure).ended.get(state);
        counts.put(state, count == null ? 0 : count.get());
      }
    }
    return counts;
  }

  @Override
  public ProcedureView.Latency latency(String procedure) {
    Measured measured = procedures.get(procedure);
    return new ProcedureView.Latency(quantiles(measured.queue), quantiles(measured.run));
  }

  private static ProcedureView.Quantiles quantiles(TimeWindowPercentileHistogram histogram) {
    ValueAtPercentile[] values = histogram.takeSnapshot(0, 0, 0).percentileValues();
    return new ProcedureView.Quantiles(millis(values[0]), millis(values[1]), millis(values[2]));
  }

  private static double millis(ValueAtPercentile value) {
    return Math.round(value.value() / 1e5) / 10.0;
  }
}
