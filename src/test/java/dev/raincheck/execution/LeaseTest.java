package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.execution.Lease.Terms;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final Terms TERMS = new Terms(Duration.ofSeconds(10));
  private static final UUID ID = new UUID(0, 1);

  /** Readings of a ticker may be negative. */
  private static final long START = -1_000;

  @Test
  void whatACrashedReplicaRanStartsElsewhereWithinTheLease() {
    Duration latest = TERMS.silence().plus(TERMS.look());

    assertTrue(latest.compareTo(TERMS.lease()) < 0);
    assertEquals(Duration.ofSeconds(1), TERMS.look());
    assertEquals(Duration.ofSeconds(2), TERMS.renewal());
    assertEquals(Duration.ofSeconds(8), TERMS.silence());
  }

  @Test
  void itIsRenewedInTime() {
    Lease lease = Lease.first(ID, TERMS, START);

    assertFalse(lease.isDueAt(at(1_999)));
    assertTrue(lease.isDueAt(at(2_000)));
  }

  @Test
  void itHoldsUntilOthersMayTakeItAway() {
    Lease lease = Lease.first(ID, TERMS, START);

    assertTrue(lease.holdsAt(at(7_999)));
    assertFalse(lease.holdsAt(at(8_000)));
    assertTrue(lease.renewed(at(8_500)).holdsAt(at(16_000)));
  }

  @Test
  void aReplicaThatJustStartedJudgesOthersAtOnce() {
    assertTrue(Lease.first(ID, TERMS, START).judgesAt(START));
  }

  @Test
  void whoLostItsOwnLeaseGivesOthersTime() {
    Lease lease = Lease.next(ID, TERMS, START);

    assertFalse(lease.judgesAt(at(7_999)));
    assertTrue(lease.judgesAt(at(8_000)));
  }

  @Test
  void whoRenewsInTimeGoesOnJudging() {
    Lease lease = Lease.first(ID, TERMS, START).renewed(at(1_000)).renewed(at(5_000));

    assertTrue(lease.judgesAt(at(5_000)));
  }

  @Test
  void afterAnOutageOthersGetTheTimeToRenew() {
    Lease lease = Lease.first(ID, TERMS, START).renewed(at(4_001));

    assertFalse(lease.judgesAt(at(12_000)));
    assertTrue(lease.judgesAt(at(12_001)));
    assertTrue(
        lease.renewed(at(5_000)).renewed(at(9_000)).renewed(at(12_001)).judgesAt(at(12_001)));
  }

  private static long at(long millis) {
    return START + millis * 1_000_000;
  }
}
