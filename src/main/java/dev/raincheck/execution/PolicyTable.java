package dev.raincheck.execution;

import dev.raincheck.contract.WireDuration;
import dev.raincheck.core.Policies;
import dev.raincheck.core.Policy;
import dev.raincheck.core.RetryPolicy;
import dev.raincheck.procedure.Procedure;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The policy of every procedure: configuration, over the annotation, over the defaults. Made once;
 * a wrong value or the configuration of a procedure that does not exist fails the start.
 */
@Singleton
class PolicyTable implements Policies {
  private final Map<String, Policy> policies;

  PolicyTable(DiscoveredProcedures discovered, PolicyConfig config) {
    Map<String, Policy> found = new HashMap<>();
    for (DiscoveredProcedures.Discovered procedure : discovered.procedures()) {
      String name = procedure.annotation().name();
      try {
        found.put(name, policy(procedure.annotation(), config));
      } catch (IllegalArgumentException | DateTimeException wrong) {
        throw new IllegalArgumentException(
            "The policy of procedure \"" + name + "\" is wrong: " + wrong.getMessage(), wrong);
      }
    }
    Set<String> unknown = new TreeSet<>(config.procedures().keySet());
    unknown.removeAll(found.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "raincheck.procedures configures "
              + unknown
              + ", but there are only the procedures "
              + new TreeSet<>(found.keySet()));
    }
    this.policies = Map.copyOf(found);
  }

  private static Policy policy(Procedure declared, PolicyConfig config) {
    PolicyConfig.Defaults defaults = config.defaults();
    PolicyConfig.Override set = config.procedures().get(declared.name());
    Duration backoff = duration(declared.backoff(), defaults.backoff());
    Duration maxBackoff = duration(declared.maxBackoff(), defaults.maxBackoff());
    Duration timeout = duration(declared.timeout(), defaults.timeout());
    Duration retention = duration(declared.retention(), defaults.retention());
    int maxAttempts = number(declared.maxAttempts(), defaults.maxAttempts());
    int concurrency = number(declared.concurrency(), defaults.concurrency());
    int queueLimit = number(declared.queueLimit(), defaults.queueLimit());
    Optional<String> callback = Optional.empty();
    if (set != null) {
      backoff = set.backoff().orElse(backoff);
      maxBackoff = set.maxBackoff().orElse(maxBackoff);
      timeout = set.timeout().orElse(timeout);
      retention = set.retention().orElse(retention);
      maxAttempts = set.maxAttempts().orElse(maxAttempts);
      concurrency = set.concurrency().orElse(concurrency);
      queueLimit = set.queueLimit().orElse(queueLimit);
      callback = set.callback();
    }
    Duration cap = maxBackoff.compareTo(backoff) < 0 ? backoff : maxBackoff;
    return new Policy(
        maxAttempts,
        new RetryPolicy(backoff, cap),
        timeout,
        concurrency,
        queueLimit,
        retention,
        callback);
  }

  private static Duration duration(String declared, Duration otherwise) {
    return declared.isEmpty() ? otherwise : WireDuration.parse(declared);
  }

  private static int number(int declared, int otherwise) {
    return declared < 0 ? otherwise : declared;
  }

  @Override
  public Set<String> names() {
    return policies.keySet();
  }

  @Override
  public Policy policy(String procedure) {
    Policy policy = policies.get(procedure);
    if (policy == null) {
      throw new IllegalArgumentException("There is no procedure " + procedure);
    }
    return policy;
  }
}
