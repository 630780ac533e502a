package dev.raincheck.delivery;

import dev.raincheck.net.AddressGuard;
import dev.raincheck.net.SystemHostResolver;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The names of callbacks' targets are resolved apart from those that procedures ask for. */
@Singleton
class CallbackNames {

  @Produces
  @Singleton
  SystemHostResolver resolver(Vertx vertx, CallbackConfig config) {
    return new SystemHostResolver(vertx, "raincheck-callback-resolver", config.resolverThreads());
  }

  void close(@Disposes SystemHostResolver resolver) {
    resolver.close();
  }

  @Produces
  @Singleton
  AddressGuard guard(SystemHostResolver resolver, CallbackConfig config) {
    return new AddressGuard(resolver, config.allowPrivate());
  }
}
