package dev.raincheck.net;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The guard against requests to places that only this service can reach (SSRF). Resolves a host
 * once and checks every address; the caller must connect to one of those returned ({@link
 * HttpTarget#at}) and not resolve again, since the name may point elsewhere by then.
 */
public final class AddressGuard {

  private final HostResolver resolver;
  private final Function<InetAddress, Optional<String>> objection;

  /**
   * @param allowPrivate whether every address is allowed
   */
  public AddressGuard(HostResolver resolver, boolean allowPrivate) {
    this(resolver, allowPrivate ? any -> Optional.empty() : AddressBlocks::whatIsSpecialAbout);
  }

  /**
   * @param objection why an address is not allowed; empty if it is
   */
  public AddressGuard(HostResolver resolver, Function<InetAddress, Optional<String>> objection) {
    this.resolver = resolver;
    this.objection = objection;
  }

  /**
   * The addresses of a host, never none. Fails with {@link AddressNotAllowedException} if any of
   * them is not allowed, and as {@link HostResolver} does.
   */
  public Uni<List<InetAddress>> addresses(String host) {
    return resolver.resolve(host).invoke(this::check);
  }

  private void check(List<InetAddress> addresses) {
    addresses.stream()
        .map(objection)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            special -> {
              throw new AddressNotAllowedException(special);
            });
  }
}
