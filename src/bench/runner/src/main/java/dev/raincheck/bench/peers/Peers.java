package dev.raincheck.bench.peers;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures db-scheduler and JobRunr, in this virtual machine. */
public final class Peers {
  private static final int WARM_UP_CALLS = 2_000;
  private static final double NANOS_PER_SECOND = 1e9;

  /** 200 bytes. */
  private static final String INPUT = "{\"id\":\"order-1\",\"text\":\"" + "x".repeat(174) + "\"}";

  private final String jdbcUrl;
  private final String user;
  private final String password;
  private final int calls;
  private final int submitters;

  private Peers(String jdbcUrl, String user, String password, int calls, int submitters) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
    this.calls = calls;
    this.submitters = submitters;
  }

  /**
   * Measures each peer in a schema of its own, which is dropped at the end.
   *
   * @param calls to submit for each figure
   * @param submitters threads that submit them
   */
  public static List<PeerFigures> measure(
      String jdbcUrl, String user, String password, int calls, int submitters) throws Exception {
    Peers peers = new Peers(jdbcUrl, user, password, calls, submitters);
    return List.of(
        peers.measure(DbScheduler.NAME, DbScheduler.version(), DbScheduler::new),
        peers.measure(JobRunrPeer.NAME, JobRunrPeer.version(), JobRunrPeer::new));
  }

  private PeerFigures measure(String name, String version, Peer.Maker maker) throws Exception {
    double acceptedPerSecond;
    double drainPerSecond;
    double endToEndPerSecond;
    try (Store store = new Store(jdbcUrl, user, password)) {
      try (Peer peer = maker.make(store)) {
        warmUp(peer, store);
      }
      store.clear();
      try (Peer peer = maker.make(store)) {
        long startedAt = System.nanoTime();
        submit(peer, calls);
        acceptedPerSecond = perSecond(startedAt);
        startedAt = System.nanoTime();
        peer.start();
        store.await(calls);
        drainPerSecond = perSecond(startedAt);
      }
    }
    try (Store store = new Store(jdbcUrl, user, password);
        Peer peer = maker.make(store)) {
      warmUp(peer, store);
      store.clear();
      long startedAt = System.nanoTime();
      submit(peer, calls);
      store.await(calls);
      endToEndPerSecond = perSecond(startedAt);
    }
    return new PeerFigures(name, version, acceptedPerSecond, endToEndPerSecond, drainPerSecond);
  }

  private void warmUp(Peer peer, Store store) throws Exception {
    peer.start();
    submit(peer, WARM_UP_CALLS);
    store.await(WARM_UP_CALLS);
  }

  /** Returns when all are stored. */
  private void submit(Peer peer, int count) throws Exception {
    AtomicInteger left = new AtomicInteger(count);
    Callable<Void> submitter =
        () -> {
          while (left.getAndDecrement() > 0) {
            peer.submit(UUID.randomUUID().toString(), INPUT);
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(submitters);
    try {
      for (Future<Void> end : threads.invokeAll(Collections.nCopies(submitters, submitter))) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private double perSecond(long startedAt) {
    return calls * NANOS_PER_SECOND / (System.nanoTime() - startedAt);
  }
}
