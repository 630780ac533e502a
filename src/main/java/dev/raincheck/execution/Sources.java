package dev.raincheck.execution;

import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallIds;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Ticker;
import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where time and randomness come from. */
@Singleton
class Sources {

  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Ticker ticker() {
    return System::nanoTime;
  }

  @Produces
  @Singleton
  @DefaultBean
  RandomGenerator randomness() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  CallIds ids(Clock clock, RandomGenerator randomness) {
    return new CallIds(clock, randomness);
  }

  @Produces
  @Singleton
  CallEvents events(@All List<CallListener> listeners) {
    // The beans themselves: a call has four events and a dozen listeners, each behind a proxy.
    return new CallEvents(() -> listeners.stream().map(ClientProxy::unwrap).toList());
  }
}
