package dev.raincheck.bench.load;

import java.util.Arrays;

/** Times of many requests, in milliseconds. */
public final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[1_024];
  private int size;

  public void add(long duration) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = duration;
  }

  public int size() {
    return size;
  }

  /**
   * @param share as in 0.99
   */
  public double percentile(double share) {
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int rank = Math.max(1, (int) Math.ceil(share * size));
    return sorted[rank - 1] / NANOS_PER_MILLI;
  }
}
