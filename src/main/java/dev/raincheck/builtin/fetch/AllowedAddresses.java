package dev.raincheck.builtin.fetch;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The guard against requests to places that only this service can reach (SSRF). Resolves a host
 * once and checks every address; the caller must connect to one of those returned and not resolve
 * again, since the name may point elsewhere by then.
 */
@Singleton
final class AllowedAddresses {

  private final HostResolver resolver;
  private final Function<InetAddress, Optional<String>> objection;

  @Inject
  AllowedAddresses(HostResolver resolver, FetchConfig config) {
    this(
        resolver,
        config.allowPrivate() ? any -> Optional.empty() : AddressBlocks::whatIsSpecialAbout);
  }

  /**
   * @param objection why an address is not allowed; empty if it is
   */
  AllowedAddresses(HostResolver resolver, Function<InetAddress, Optional<String>> objection) {
    this.resolver = resolver;
    this.objection = objection;
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
    addresses.stream()
        .map(objection)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            reason -> {
              throw FetchProblems.addressNotAllowed(target, reason);
            });
  }
}
