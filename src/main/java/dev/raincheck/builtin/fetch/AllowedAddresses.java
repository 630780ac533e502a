package dev.raincheck.builtin.fetch;

import dev.raincheck.net.AddressGuard;
import dev.raincheck.net.AddressNotAllowedException;
import dev.raincheck.net.HostResolver;
import dev.raincheck.net.HttpTarget;
import dev.raincheck.net.SystemHostResolver;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The {@link AddressGuard} as this procedure is set, whose objections are problems. */
@Singleton
final class AllowedAddresses {

  private final AddressGuard guard;
  private final Runnable close;

  @Inject
  AllowedAddresses(Vertx vertx, FetchConfig config) {
    SystemHostResolver resolver =
        new SystemHostResolver(vertx, "raincheck-fetch-resolver", config.resolverThreads());
    this.guard = new AddressGuard(resolver, config.allowPrivate());
    this.close = resolver::close;
  }

  AllowedAddresses(HostResolver resolver, FetchConfig config) {
    this.guard = new AddressGuard(resolver, config.allowPrivate());
    this.close = () -> {};
  }

  AllowedAddresses(HostResolver resolver, Function<InetAddress, Optional<String>> objection) {
    this.guard = new AddressGuard(resolver, objection);
    this.close = () -> {};
  }

  /**
   * The addresses of the target's host, never none. Fails with a problem of status 422 if any of
   * them is not allowed, 502 if the name cannot be resolved.
   */
  Uni<List<InetAddress>> of(HttpTarget target) {
    return guard
        .addresses(target.host())
        .onFailure(UnknownHostException.class)
        .transform(unknown -> FetchProblems.unreachable(target, unknown))
        .onFailure(AddressNotAllowedException.class)
        .transform(refused -> FetchProblems.addressNotAllowed(target, refused.special()));
  }

  @PreDestroy
  void close() {
    close.run();
  }
}
