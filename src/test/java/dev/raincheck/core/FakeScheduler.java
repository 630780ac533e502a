package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Notes what is to be done later, and how much later; the test does it. Repeats nothing. */
public final class FakeScheduler implements Scheduler {
  public final List<Duration> delays = new ArrayList<>();
  public final List<Runnable> tasks = new ArrayList<>();

  @Override
  public Task after(Duration delay, Runnable task) {
    delays.add(delay);
    tasks.add(task);
    return () -> {};
  }

  @Override
  public Task every(String name, Duration interval, Supplier<Uni<Void>> task) {
    return () -> {};
  }
}
