package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.ProblemException;
import dev.raincheck.net.AddressBlocks;
import dev.raincheck.net.FakeResolver;
import dev.raincheck.net.HttpTarget;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedAddressesTest {

  private final Settings guarded = Settings.standard().withoutPrivate();
  private final FakeResolver names = new FakeResolver();
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void returnsPublicAddressesInOrder() {
    names.tell("public.test", "2606:4700:4700::1111", "1.1.1.1");
    assertEquals(
        List.of("2606:4700:4700:0:0:0:0:1111", "1.1.1.1"),
        addresses("http://public.test/", new AllowedAddresses(names, guarded)).stream()
            .map(InetAddress::getHostAddress)
            .toList());
  }

  @Test
  void oneSpecialAddressIsEnough() {
    names.tell("mixed.test", "1.1.1.1", "10.0.0.1");
    AllowedAddresses allowed = new AllowedAddresses(names, guarded);
    ProblemException refused =
        assertThrows(ProblemException.class, () -> addresses("http://mixed.test/", allowed));
    assertEquals(422, refused.problem().status());
    assertEquals(
        "The address of http://mixed.test:80 is not allowed: it is private",
        refused.problem().detail());
  }

  @Test
  void mayBeToldToAllowAll() {
    names.tell("mixed.test", "10.0.0.1", "127.0.0.1");
    AllowedAddresses allowed = new AllowedAddresses(names, Settings.standard());
    assertEquals(2, addresses("http://mixed.test/", allowed).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST/",
        "http://2130706433/",
        "http://0/",
        "http://0.0.0.0/",
        "http://2852039166/",
        "http://[::1]/",
        "http://[::]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00:ec2::254]/",
      })
  void refusesSpecialAddresses(String url) {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> addresses(url, asInProduction()));
    assertEquals(422, refused.problem().status());
  }

  /**
   * Systems differ in what they make of these; nearly all of them lead to 127.0.0.1 somewhere. So
   * either there is no address, or it is refused, or the one connected to is an ordinary one.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost./",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.1./",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0177.0.0.01/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0x7f.1/",
        "http://0xa9fea9fe/",
        "http://0xa9.0xfe.0xa9.0xfe/",
        "http://4294967295/",
        "http://6425673729/",
      })
  void noWayOfWritingAnAddressGetsRound(String url) {
    Optional<HttpTarget> target = HttpTarget.of(url);
    if (target.isEmpty()) {
      return;
    }
    try {
      for (InetAddress address : addresses(url, asInProduction())) {
        assertEquals(Optional.empty(), AddressBlocks.whatIsSpecialAbout(address));
      }
    } catch (ProblemException refused) {
      assertTrue(List.of(422, 502).contains(refused.problem().status()));
    }
  }

  private AllowedAddresses asInProduction() {
    return new AllowedAddresses(fixture.vertx, guarded);
  }

  private static List<InetAddress> addresses(String url, AllowedAddresses allowed) {
    return allowed.of(HttpTarget.of(url).orElseThrow()).await().atMost(Fixture.PATIENCE);
  }
}
