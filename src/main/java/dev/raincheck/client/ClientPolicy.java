package dev.raincheck.client;

import dev.raincheck.client.ClientConfig.OnCancel;
import dev.raincheck.client.ClientConfig.Own;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is in force for one client.
 *
 * @param client its key
 * @param hold how long a request may be held, not negative
 * @param deadline budget of a call that has no other; empty if there is none
 * @param onCancel what becomes of a call whose {@code Uni} is cancelled
 * @param idempotency whether method calls get a key
 */
record ClientPolicy(
    String client,
    Duration hold,
    Optional<Duration> deadline,
    OnCancel onCancel,
    boolean idempotency) {

  static ClientPolicy of(ClientConfig config, String client) {
    Optional<Own> own = Optional.ofNullable(config.clients().get(client));
    return new ClientPolicy(
        client,
        pick(own, Own::hold, config.hold()),
        Optional.of(pick(own, Own::deadline, config.deadline())).filter(it -> !it.isZero()),
        pick(own, Own::onCancel, config.onCancel()),
        pick(own, Own::idempotency, config.idempotency()));
  }

  private static <T> T pick(
      Optional<Own> own, Function<Own, Optional<T>> property, T forAllClients) {
    return own.flatMap(property).orElse(forAllClients);
  }
}
