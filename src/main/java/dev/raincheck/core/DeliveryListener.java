package dev.raincheck.core;

/** Hears what becomes of deliveries. Called on event loops: must not block and must not throw. */
public interface DeliveryListener {

  /** A try of this replica is over, and that is on disk. */
  void on(DeliveryTry result);

  /** So many were given up here because of their age. */
  void gaveUp(int count);
}
