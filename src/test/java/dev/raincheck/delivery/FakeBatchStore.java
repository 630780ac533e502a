package dev.raincheck.delivery;

import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.BatchSweep;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CancelledMember;
import dev.raincheck.core.GatheredCall;
import dev.raincheck.core.NewBatch;
import dev.raincheck.core.StoreException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store of which batches are only read: it has one at most, or is down. */
final class FakeBatchStore implements BatchStore {
  private @Nullable BatchRow row;
  private boolean down;

  FakeBatchStore has(BatchRow batch) {
    row = batch;
    return this;
  }

  FakeBatchStore failing() {
    down = true;
    return this;
  }

  @Override
  public Uni<Optional<BatchRow>> find(UUID id) {
    return down
        ? Uni.createFrom().failure(new StoreException("It is down", new IOException(), false))
        : Uni.createFrom().item(Optional.ofNullable(row).filter(it -> it.id().equals(id)));
  }

  private static <T> Uni<T> unexpected() {
    throw new AssertionError("Batches are only read");
  }

  @Override
  public Uni<AcceptedBatch> accept(NewBatch batch) {
    return unexpected();
  }

  @Override
  public Uni<List<UUID>> endedAmong(Collection<UUID> ids) {
    return unexpected();
  }

  @Override
  public Uni<List<CallRow>> calls(UUID id, int from, int to) {
    return unexpected();
  }

  @Override
  public Uni<List<GatheredCall>> gather(UUID id, int from, int limit, long bytes) {
    return unexpected();
  }

  @Override
  public Uni<BatchSweep> sweep(int limit) {
    return unexpected();
  }

  @Override
  public Uni<Boolean> cancel(UUID id) {
    return unexpected();
  }

  @Override
  public Uni<List<UUID>> toCancel(int limit) {
    return unexpected();
  }

  @Override
  public Uni<List<CancelledMember>> cancelMembers(UUID id, int limit) {
    return unexpected();
  }

  @Override
  public Uni<Boolean> delete(UUID id) {
    return unexpected();
  }

  @Override
  public Uni<Integer> purge(int limit) {
    return unexpected();
  }
}
