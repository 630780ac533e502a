package dev.raincheck.builtin.fetch;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The guard against requests to places that only this service can reach (SSRF). Resolves a host
 * once and checks every address; the caller must connect to one of those returned and not resolve
 * again, since the name may point elsewhere by then.
 */
@Singleton
final class AllowedAddresses {

  private final HostResolver resolver;
  private final boolean allowPrivate;

  @Inject
  AllowedAddresses(HostResolver resolver, FetchConfig config) {
    this.resolver = resolver;
    this.allowPrivate = config.allowPrivate();
  }

  /**
   * The addresses of the target's host, never none. Fails with a problem of status 422 if any of
   * them is not allowed, 502 if the name cannot be resolved.
   */
  Uni<List<InetAddress>> of(FetchTarget target) {
    return resolver
        .resolve(target.host())
        .onFailure(UnknownHostException.class)
        .transform(unknown -> FetchProblems.unreachable(target, unknown))
        .invoke(addresses -> check(target, addresses));
  }

  private void check(FetchTarget target, List<InetAddress> addresses) {
    if (allowPrivate) {
      return;
    }
    addresses.stream()
        .map(AddressBlocks::whatIsSpecialAbout)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            special -> {
              throw FetchProblems.addressNotAllowed(target, special);
            });
  }
}
