package dev.raincheck.execution;

import dev.raincheck.core.PauseStore;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which procedures are paused, in memory. */
final class FakePauses implements PauseStore {
  private final Set<String> paused = ConcurrentHashMap.newKeySet();

  @Override
  public Uni<Void> pause(String procedure) {
    return Uni.createFrom().voidItem().invoke(() -> paused.add(procedure));
  }

  @Override
  public Uni<Void> resume(String procedure) {
    return Uni.createFrom().voidItem().invoke(() -> paused.remove(procedure));
  }

  @Override
  public Uni<Set<String>> paused() {
    return Uni.createFrom().item(() -> Set.copyOf(paused));
  }
}
