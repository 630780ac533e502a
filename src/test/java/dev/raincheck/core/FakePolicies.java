package dev.raincheck.core;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Procedures that differ in nothing but how many attempts may run at a time. */
public record FakePolicies(Map<String, Integer> concurrency) implements Policies {
  @Override
  public Set<String> names() {
    return concurrency.keySet();
  }

  @Override
  public Policy policy(String procedure) {
    Duration second = Duration.ofSeconds(1);
    return new Policy(
        5,
        new RetryPolicy(second, second),
        second,
        concurrency.get(procedure),
        10,
        second,
        Optional.empty());
  }
}
