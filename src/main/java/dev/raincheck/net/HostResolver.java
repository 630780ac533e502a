package dev.raincheck.net;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host. */
public interface HostResolver {

  /**
   * All addresses of a host, the preferred first, never none; fails with {@link
   * java.net.UnknownHostException}. Does not block.
   *
   * @param host a name, or an address literal, of IPv6 in brackets
   */
  Uni<List<InetAddress>> resolve(String host);
}
