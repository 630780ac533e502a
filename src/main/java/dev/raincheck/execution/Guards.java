package dev.raincheck.execution;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The circuit breakers that configuration puts around procedures, by SmallRye Fault Tolerance. They
 * count what would be retried; a refused request is no failure of the procedure.
 */
@ApplicationScoped
public class Guards {
  private static final String NONE = "none";

  private final Map<String, TypedGuard<Uni<Object>>> breakers = new ConcurrentHashMap<>();
  private final Map<String, String> states = new ConcurrentHashMap<>();

  Guards(PolicyConfig config) {
    config
        .procedures()
        .forEach(
            (name, set) ->
                set.breaker()
                    .failureRatio()
                    .ifPresent(ratio -> breakers.put(name, breaker(name, ratio, set.breaker()))));
  }

  private TypedGuard<Uni<Object>> breaker(
      String procedure, double ratio, PolicyConfig.Breaker config) {
    states.put(procedure, name(CircuitBreakerState.CLOSED));
    return TypedGuard.create(new TypeLiteral<Uni<Object>>() {})
        .withCircuitBreaker()
        .failureRatio(ratio)
        .requestVolumeThreshold(config.volume())
        .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
        .when(Failures::isRetryable)
        .onStateChange(state -> states.put(procedure, name(state)))
        .done()
        .build();
  }

  /** The method, behind the breaker of its procedure if it has one. */
  Uni<Object> around(String procedure, Uni<Object> method) {
    return Optional.ofNullable(breakers.get(procedure))
        .map(breaker -> breaker.get(() -> method))
        .orElse(method);
  }

  /** State of a procedure's breaker; {@code none} if it has none. */
  public String state(String procedure) {
    return states.getOrDefault(procedure, NONE);
  }

  private static String name(CircuitBreakerState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
