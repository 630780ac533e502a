package dev.raincheck.admission;

import dev.raincheck.core.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each caller may submit to this replica. Every replica counts by itself, so a caller
 * that uses them all gets as many times the quota. Thread-safe.
 */
@ApplicationScoped
public class Quotas {
  private final Ticker ticker;
  private final Quota common;
  private final Map<String, Quota> own;
  private final Map<String, TokenBucket> buckets;

  Quotas(QuotaConfig config, Ticker ticker) {
    this.ticker = ticker;
    this.common = new Quota(config.calls(), config.window());
    this.own = new LinkedHashMap<>();
    config
        .callers()
        .forEach(
            (caller, quota) ->
                own.put(
                    caller,
                    new Quota(
                        quota.calls().orElse(common.units()),
                        quota.window().orElse(common.window()))));
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > config.maxCallers();
          }
        };
  }

  /** Whether there are any at all. */
  public boolean areOff() {
    return common.isUnlimited() && own.isEmpty();
  }

  /** Takes so many calls of a caller's quota, or none; empty if it has no quota. */
  public Optional<Allowance> take(String caller, int calls) {
    Quota quota = own.getOrDefault(caller, common);
    if (quota.isUnlimited()) {
      return Optional.empty();
    }
    long now = ticker.nanos();
    return Optional.of(bucket(caller, quota, now).take(calls, now));
  }

  private TokenBucket bucket(String caller, Quota quota, long now) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(caller, name -> new TokenBucket(quota, now));
    }
  }
}
