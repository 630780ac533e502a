package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeersTest {
  private final Peers peers = new Peers();

  @Test
  void beforeTheFirstCountThereMayBeOthers() {
    assertFalse(peers.areNone());
  }

  @Test
  void aCountTells() {
    peers.counted(1, peers.beforeCounting());
    assertTrue(peers.areNone());
    peers.counted(2, peers.beforeCounting());
    assertFalse(peers.areNone());
  }

  @Test
  void whoIsHeardIsThereAtOnce() {
    peers.counted(1, peers.beforeCounting());
    peers.heard();
    assertFalse(peers.areNone());
  }

  @Test
  void aCountThatBeganBeforeSomebodyWasHeardSaysNothing() {
    long before = peers.beforeCounting();
    peers.heard();
    peers.counted(1, before);
    assertFalse(peers.areNone());
  }
}
