package dev.raincheck.core;

import java.util.Set;
import java.util.UUID;

/**
 * What a sweep took in.
 *
 * @param news how many ends of calls
 * @param ended batches that have come to what is awaited of them
 * @param told those of them that have a callback: their ends are in the outbox
 * @param cancelled batches whose rest is to be cancelled
 * @param open whether there were batches of which calls had not ended
 */
public record BatchSweep(
    int news, Set<UUID> ended, Set<UUID> told, Set<UUID> cancelled, boolean open) {
  public BatchSweep {
    ended = Set.copyOf(ended);
    told = Set.copyOf(told);
    cancelled = Set.copyOf(cancelled);
  }
}
