package dev.raincheck.execution;

import java.time.Duration;
import java.util.UUID;

/**
 * A lease as its holder sees it, by readings of its own ticker. The holder counts from before it
 * asked for the renewal and others from when the database wrote it, so it stops believing in the
 * lease before anybody else may.
 *
 * @param id under which calls are claimed
 * @param terms its times
 * @param renewedAt when the latest renewal that counted was sent
 * @param judgesFrom from when on the holder may take away the leases of others
 */
record Lease(UUID id, Terms terms, long renewedAt, long judgesFrom) {

  /**
   * The times of a lease, so split that what a crashed replica ran starts elsewhere before the
   * whole of it is over.
   *
   * @param lease the whole: more than zero
   */
  record Terms(Duration lease) {
    private static final int TENTHS = 10;
    private static final int TENTHS_TO_RENEWAL = 2;
    private static final int TENTHS_OF_SILENCE = 8;

    /** How often others are looked after. */
    Duration look() {
      return tenths(1);
    }

    /** How old it may become before it is renewed: each renewal leaves a dead row behind. */
    Duration renewal() {
      return tenths(TENTHS_TO_RENEWAL);
    }

    /** How long a replica may be silent until its lease is taken away. */
    Duration silence() {
      return tenths(TENTHS_OF_SILENCE);
    }

    /** Asked for by every submit, and Duration divides by way of BigInteger. */
    private Duration tenths(int count) {
      return Duration.ofNanos(lease.toNanos() / TENTHS * count);
    }
  }

  /** A replica's first: silence of others is theirs. */
  static Lease first(UUID id, Terms terms, long at) {
    return new Lease(id, terms, at, at);
  }

  /** One that replaces a lease which was lost. */
  static Lease next(UUID id, Terms terms, long at) {
    return new Lease(id, terms, at, at + terms.silence().toNanos());
  }

  /**
   * The lease after a renewal. Where this one came late, the database may have been out of reach
   * for the others too: they get the time to renew before their silence counts.
   */
  Lease renewed(long at) {
    boolean late = at - renewedAt > terms.silence().toNanos() / 2;
    return new Lease(id, terms, at, late ? at + terms.silence().toNanos() : judgesFrom);
  }

  /** Whether it is time to renew it. */
  boolean isDueAt(long now) {
    return now - renewedAt >= terms.renewal().toNanos();
  }

  /** Whether nobody can have taken it away yet. */
  boolean holdsAt(long now) {
    return now - renewedAt < terms.silence().toNanos();
  }

  /** Whether the silence of others is theirs and not the database's. */
  boolean judgesAt(long now) {
    return now - judgesFrom >= 0;
  }
}
