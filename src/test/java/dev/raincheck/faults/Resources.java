package dev.raincheck.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What each process of the replicas holds, looked at again and again. A leak shows when the median
 * of the last fifth of a long life is much above that of the second; the first is for warming up.
 */
final class Resources implements AutoCloseable {
  private static final long PERIOD_SECONDS = 2;

  /** Shorter lives say nothing. */
  private static final int LEAST_SAMPLES = (int) (TimeUnit.MINUTES.toSeconds(9) / PERIOD_SECONDS);

  private static final int PARTS = 5;

  private final List<Replica> replicas;
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private Resources(List<Replica> replicas) {
    this.replicas = replicas;
  }

  /** What one process held at one time. */
  record Sample(int threads, int files, long memory, int connections) {}

  /** What may grow, and by how much: as many times, and by so much besides. */
  private enum Figure {
    THREADS(Sample::threads, 1.3, 20),
    FILES(Sample::files, 1.3, 50),
    CONNECTIONS(Sample::connections, 1.3, 10),
    MEMORY(Sample::memory, 1.5, 64 << 20);

    private final ToLongFunction<Sample> value;
    private final double factor;
    private final long slack;

    Figure(ToLongFunction<Sample> value, double factor, long slack) {
      this.value = value;
      this.factor = factor;
      this.slack = slack;
    }

    long median(List<Sample> samples, int part) {
      int size = samples.size();
      long[] values =
          samples.subList(part * size / PARTS, (part + 1) * size / PARTS).stream()
              .mapToLong(value)
              .sorted()
              .toArray();
      return values.length == 0 ? 0 : values[values.length / 2];
    }

    long most(List<Sample> samples) {
      return samples.stream().mapToLong(value).max().orElse(0);
    }

    boolean grows(List<Sample> samples) {
      return median(samples, PARTS - 1) > median(samples, 1) * factor + slack;
    }
  }

  /** Begins to look. */
  static Resources watch(List<Replica> replicas) {
    Resources resources = new Resources(replicas);
    resources.clock.scheduleAtFixedRate(
        resources::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    return resources;
  }

  private synchronized void look() {
    for (Replica replica : replicas) {
      Service service = replica.service();
      try {
        Sample sample =
            new Sample(
                service.threads(),
                service.openFiles(),
                service.residentBytes(),
                replica.link().connections());
        samples
            .computeIfAbsent(replica.name() + " " + service.pid(), any -> new ArrayList<>())
            .add(sample);
      } catch (IOException | UncheckedIOException ended) {
        // Its process is gone, and the next one not there yet.
        continue;
      }
    }
  }

  /** One line for each replica: of its process that lived longest. */
  synchronized String table() {
    StringBuilder text = new StringBuilder();
    for (Replica replica : replicas) {
      samples.entrySet().stream()
          .filter(process -> process.getKey().startsWith(replica.name() + " "))
          .max(Comparator.comparingInt(process -> process.getValue().size()))
          .ifPresent(process -> text.append(line(process.getKey(), process.getValue())));
    }
    return text.toString();
  }

  private static String line(String process, List<Sample> list) {
    return process
        + ": "
        + list.size() * PERIOD_SECONDS
        + " s, "
        + Arrays.stream(Figure.values())
            .map(
                figure ->
                    String.format(
                        Locale.ROOT,
                        "%s %d to %d, at most %d",
                        figure.name().toLowerCase(Locale.ROOT),
                        figure.median(list, 1),
                        figure.median(list, PARTS - 1),
                        figure.most(list)))
            .collect(Collectors.joining("; "))
        + "\n";
  }

  /** What grew all the time in processes that lived long enough to tell. */
  synchronized List<String> leaks() {
    List<String> leaks = new ArrayList<>();
    samples.forEach(
        (process, list) -> {
          if (list.size() >= LEAST_SAMPLES) {
            Arrays.stream(Figure.values())
                .filter(figure -> figure.grows(list))
                .forEach(
                    figure ->
                        leaks.add(
                            process
                                + ": "
                                + figure
                                + " grew from "
                                + figure.median(list, 1)
                                + " to "
                                + figure.median(list, PARTS - 1)));
          }
        });
    return leaks;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
