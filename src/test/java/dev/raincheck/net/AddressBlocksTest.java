package dev.raincheck.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlocksTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.255.255.255, unspecified",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "100.64.0.0, shared by a carrier",
    "100.100.100.200, shared by a carrier",
    "100.127.255.255, shared by a carrier",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "169.254.0.0, link-local",
    "169.254.169.254, link-local",
    "169.254.170.2, link-local",
    "172.16.0.0, private",
    "172.31.255.255, private",
    "192.0.0.192, reserved for protocols",
    "192.0.2.1, for documentation",
    "192.88.99.1, a 6to4 relay",
    "192.168.0.0, private",
    "192.168.255.255, private",
    "198.18.0.0, for benchmarks",
    "198.19.255.255, for benchmarks",
    "198.51.100.1, for documentation",
    "203.0.113.255, for documentation",
    "168.63.129.16, a metadata service",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved or broadcast",
    "255.255.255.255, reserved or broadcast",
    "::, unspecified",
    "::1, loopback",
    "::2, not global unicast",
    "::127.0.0.1, not global unicast",
    "::8.8.8.8, not global unicast",
    "64:ff9b::8.8.8.8, translated to IPv4",
    "64:ff9b::10.0.0.1, translated to IPv4",
    "64:ff9b:1::1, translated to IPv4",
    "100::1, not global unicast",
    "1fff:ffff::, not global unicast",
    "2001::1, a Teredo tunnel",
    "2001:2::1, reserved for protocols",
    "2001:1ff:ffff::1, reserved for protocols",
    "2001:db8::1, for documentation",
    "2002:7f00:1::1, a 6to4 tunnel",
    "2002:808:808::1, a 6to4 tunnel",
    "3fff:fff::1, for documentation",
    "4000::1, not global unicast",
    "5f00::1, not global unicast",
    "fc00::1, unique local",
    "fd00:ec2::254, unique local",
    "fdff:ffff::1, unique local",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fec0::1, site-local",
    "ff02::1, multicast",
  })
  void knowsSpecialAddresses(String address, String special) throws Exception {
    assertEquals(Optional.of(special), AddressBlocks.whatIsSpecialAbout(literal(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2003::1",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80b::200e",
        "3ffe:ffff::1",
      })
  void letsPublicAddressesPass(String address) throws Exception {
    assertEquals(Optional.empty(), AddressBlocks.whatIsSpecialAbout(literal(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "8.8.8.8"})
  void knowsIpv4WrittenAsMappedIpv6(String address) throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(literal(address).getAddress(), 0, mapped, 12, 4);
    // The other factories turn it into an IPv4 address by themselves.
    InetAddress address6 = Inet6Address.getByAddress(null, mapped, -1);
    assertEquals(16, address6.getAddress().length);
    assertTrue(AddressBlocks.whatIsSpecialAbout(address6).isPresent());
  }

  @Test
  void mappedLiteralIsTheIpv4Address() throws Exception {
    assertEquals(
        Optional.of("loopback"), AddressBlocks.whatIsSpecialAbout(literal("::ffff:127.0.0.1")));
  }

  private static InetAddress literal(String address) throws Exception {
    return InetAddress.getByName(address);
  }
}
