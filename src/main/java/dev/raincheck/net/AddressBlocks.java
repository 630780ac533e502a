package dev.raincheck.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of addresses that are not part of the public internet, by the IANA special-purpose
 * address registries (RFC 6890 and its successors), with two public addresses at which clouds serve
 * their machines' secrets. Pure; looks at nothing but the bytes of the address, so every way of
 * writing one comes to the same.
 */
public final class AddressBlocks {

  private static final List<Block> SPECIAL =
      List.of(
          block("0.0.0.0", 8, "unspecified"),
          block("10.0.0.0", 8, "private"),
          block("100.64.0.0", 10, "shared by a carrier"),
          block("127.0.0.0", 8, "loopback"),
          block("169.254.0.0", 16, "link-local"),
          block("172.16.0.0", 12, "private"),
          block("192.0.0.0", 24, "reserved for protocols"),
          block("192.0.2.0", 24, "for documentation"),
          block("192.88.99.0", 24, "a 6to4 relay"),
          block("192.168.0.0", 16, "private"),
          block("198.18.0.0", 15, "for benchmarks"),
          block("198.51.100.0", 24, "for documentation"),
          block("203.0.113.0", 24, "for documentation"),
          block("168.63.129.16", 32, "a metadata service"),
          block("224.0.0.0", 4, "multicast"),
          block("240.0.0.0", 4, "reserved or broadcast"),
          block("::", 128, "unspecified"),
          block("::1", 128, "loopback"),
          block("64:ff9b::", 96, "translated to IPv4"),
          block("64:ff9b:1::", 48, "translated to IPv4"),
          block("2001::", 32, "a Teredo tunnel"),
          block("2001::", 23, "reserved for protocols"),
          block("2001:db8::", 32, "for documentation"),
          block("2002::", 16, "a 6to4 tunnel"),
          block("3fff::", 20, "for documentation"),
          block("fc00::", 7, "unique local"),
          block("fe80::", 10, "link-local"),
          block("fec0::", 10, "site-local"),
          block("ff00::", 8, "multicast"));

  /** All of IPv6 that is given out as global unicast; what is outside has no public use. */
  private static final Block GLOBAL_UNICAST = block("2000::", 3, "global unicast");

  private AddressBlocks() {}

  /** What is special about the address; empty if it is an ordinary public one. */
  public static Optional<String> whatIsSpecialAbout(InetAddress address) {
    byte[] bytes = address.getAddress();
    Optional<String> special =
        SPECIAL.stream().filter(block -> block.contains(bytes)).map(Block::description).findFirst();
    boolean outside = bytes.length == 16 && !GLOBAL_UNICAST.contains(bytes);
    return special.or(() -> outside ? Optional.of("not global unicast") : Optional.empty());
  }

  private static Block block(String prefix, int bits, String description) {
    try {
      // The prefix is a literal, so nothing is looked up.
      return new Block(InetAddress.getByName(prefix).getAddress(), bits, description);
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException(prefix, impossible);
    }
  }

  /** Addresses that begin with the same bits. */
  private record Block(byte[] prefix, int bits, String description) {

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
